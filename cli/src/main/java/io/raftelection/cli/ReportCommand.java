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
        description = "Write a recording, or several recordings of one cluster, as a timeline:"
                + " a single HTML page that opens from disk and needs no network.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 Election Safety held, 1 it was violated, 2 a file cannot be read or written, 3 the command failed.",
            "",
            "Examples:",
            "  raft-election report run.jsonl",
            "  raft-election report run.jsonl --output timeline.html",
            "  raft-election report run.jsonl --svg timeline.svg",
            "  raft-election report s1.jsonl s2.jsonl s3.jsonl --output timeline.html"
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

    @Option(
            names = "--svg",
            paramLabel = "FILE.svg",
            description = "Write the whole time as a picture for a document, too, or only the picture if there is no"
                    + " --output; an existing file is overwritten.")
    private Optional<Path> svg = Optional.empty();

    @Mixin
    private JsonOption json;

    @Mixin
    private ColourOption colour;

    @Override
    public Integer call() {
        Optional<Path> page = svg.isPresent() ? output : Optional.of(output.orElseGet(this::defaultPage));
        var timeline = new TimelineBuilder();
        var screen = colour.screen(spec, WallTimes.local(), json.isGiven());
        recording.scan(timeline, screen);
        var summary = timeline.summary();
        page.ifPresent(file -> write(file, timeline::write));
        svg.ifPresent(file -> write(file, timeline::writeSvg));
        screen.line(page.or(() -> svg).orElseThrow() + ": Election Safety " + summary.verdict());
        if (summary.torn() > 0) {
            screen.line("incomplete: " + Figures.of(summary).get("incomplete"));
        }
        if (json.isGiven()) {
            json.results(spec, screen).print(summary);
        }
        return summary.isSafe() ? RaftElection.SAFE : RaftElection.UNSAFE;
    }

    /** Writes a file. */
    private interface Output {
        void to(Path file) throws IOException;
    }

    private static void write(Path file, Output output) {
        try {
            output.to(file);
        } catch (IOException e) {
            throw new FileException(file, e);
        }
    }

    private Path defaultPage() {
        if (recording.isStandardInput() || recording.isSeveral()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--output: is missing, expected a file name because "
                            + (recording.isSeveral()
                                    ? "there are several recordings"
                                    : "the recording is standard input"));
        }
        var path = recording.paths().get(0);
        var name = String.valueOf(path.getFileName());
        return path.resolveSibling(name.replaceFirst("(\\.jsonl?)?(\\.gz)?$", "") + PAGE);
    }
}
