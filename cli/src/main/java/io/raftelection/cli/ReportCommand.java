package io.raftelection.cli;

import io.raftelection.report.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws a recording as a page. */
@Command(
        name = "report",
        description = "Draw a recording as a timeline: one HTML page, for any browser, that needs nothing else.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 safe, 1 unsafe, 2 a file that cannot be read or written.",
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
        var history = recording.read();
        var page = output.orElseGet(() -> beside(recording.path()));
        try {
            Timeline.write(history, page);
        } catch (IOException e) {
            throw new CannotUseFile(page, e);
        }
        spec.commandLine().getOut().println(page + ": election safety " + history.safety());
        return history.isSafe() ? RaftElection.SAFE : RaftElection.UNSAFE;
    }

    private static Path beside(Path recording) {
        var name = String.valueOf(recording.getFileName());
        return recording.resolveSibling(name.replaceFirst("\\.jsonl?$", "") + PAGE);
    }
}
