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

/** Writes a recording as an HTML timeline. */
@Command(
        name = "report",
        description = "Write a recording as a timeline: a single HTML page that needs no scripts and no network.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 Election Safety held, 1 it was violated, 2 a file cannot be read or written, 3 the command failed.",
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
            description = "The page to write; an existing file is overwritten."
                    + " Default: the name of the recording with the extension .html.")
    private Optional<Path> output = Optional.empty();

    @Override
    public Integer call() {
        var page = output.orElseGet(this::defaultPage);
        var timeline = new TimelineBuilder();
        recording.scan(timeline);
        var summary = timeline.summary();
        try {
            timeline.write(page);
        } catch (IOException e) {
            throw new FileException(page, e);
        }
        var out = spec.commandLine().getOut();
        out.println(page + ": Election Safety " + summary.safety());
        if (summary.torn() > 0) {
            out.println("incomplete: " + Figures.of(summary).get("incomplete"));
        }
        return summary.isSafe() ? RaftElection.SAFE : RaftElection.UNSAFE;
    }

    private Path defaultPage() {
        if (recording.isStandardInput()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--output: is missing, expected a file name because the recording is standard input");
        }
        var name = String.valueOf(recording.path().getFileName());
        return recording.path().resolveSibling(name.replaceFirst("(\\.jsonl?)?(\\.gz)?$", "") + PAGE);
    }
}
