package io.raftelection.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option for a recording of the events. */
final class RecordOption {
    @Option(
            names = "--record",
            paramLabel = "FILE.jsonl",
            description = "Record the events in a file for check and report; an existing file is overwritten. Several"
                    + " named Raft groups of a watch have a file each: FILE-GROUP.jsonl.")
    private Optional<Path> file = Optional.empty();

    Optional<Path> file() {
        return file;
    }
}
