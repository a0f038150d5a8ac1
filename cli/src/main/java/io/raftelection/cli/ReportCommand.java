package io.raftelection.cli;

import io.raftelection.report.Figures;
import io.raftelection.report.TimelineBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Draws a recording as a page. */
@Command(
        name = "report",
        description = "Draw a recording as a timeline: one HTML page, for any browser, that needs nothing else.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 safe, 1 unsafe, 2 a file that cannot be read or written, 3 the command failed.",
            "",
            "Examples:",
            "  raft-election report run.jsonl",
            "  raft-election report run.jsonl --output timeline.html"
        })
final class ReportCommand implements Callable<Integer> {
    private static final String PAGE = ".html";

    @Spec
    private CommandSpec spec;

    @Mixin
    private RecordingFile recording;

    @Option(
            names = "--output",
            paramLabel = "FILE.html",
            description = "The page. Overwrites it. Default: beside the recording, with its name and .html.")
    private Optional<Path> output = Optional.empty();

    @Override
    public Integer call() {
        var page = output.orElseGet(this::beside);
        var timeline = new TimelineBuilder();
        recording.scan(timeline);
        var summary = timeline.summary();
        try {
            timeline.write(page);
        } catch (IOException e) {
            throw new CannotUseFile(page, e);
        }
        var out = spec.commandLine().getOut();
        out.println(page + ": election safety " + summary.safety());
        if (summary.torn() > 0) {
            out.println("cut off: " + Figures.of(summary).get("cut off"));
        }
        return summary.isSafe() ? RaftElection.SAFE : RaftElection.UNSAFE;
    }

    private Path beside() {
        if (recording.isStandardInput()) {
            throw new ParameterException(
                    spec.commandLine(), "--output: is missing, and a recording from standard input has no name");
        }
        var name = String.valueOf(recording.path().getFileName());
        return recording.path().resolveSibling(name.replaceFirst("(\\.jsonl?)?(\\.gz)?$", "") + PAGE);
    }
}
