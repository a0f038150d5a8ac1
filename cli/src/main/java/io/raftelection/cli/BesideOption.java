package io.raftelection.cli;

import io.raftelection.watch.WatchSettings;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option for recordings of applications. */
final class BesideOption {
    @Option(
            names = "--beside",
            paramLabel = "APP.jsonl",
            description = "Compare with what an application records that the system elects, under the same names, while"
                    + " it is written; print when both disagree. May be given several times.")
    private List<Path> files = List.of();

    /** {@return a listener of the watch, which compares if the option is given} */
    BesideWatch watch(WatchedGroups groups, Screen screen, WatchSettings settings) {
        return new BesideWatch(files, groups, screen, settings);
    }
}
