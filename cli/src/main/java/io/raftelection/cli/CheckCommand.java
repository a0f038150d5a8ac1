package io.raftelection.cli;

import io.raftelection.report.RecordingSummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reads a recording and reports whether Election Safety held. */
@Command(
        name = "check",
        description = "Summarize a recording, or several recordings of one cluster, and check Election Safety:"
                + " no term may have two leaders.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 Election Safety held, 1 it was violated, 2 the file cannot be read (the message names the line),"
                    + " 3 the command failed.",
            "",
            "Examples:",
            "  raft-election check run.jsonl",
            "  raft-election check s1.jsonl s2.jsonl s3.jsonl",
            "  zcat run-*.jsonl.gz | raft-election check -"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RecordingFile recording;

    @Mixin
    private JsonOption json;

    @Mixin
    private ColourOption colour;

    @Override
    public Integer call() {
        var screen = colour.screen(spec, WallTimes.local(), json.isGiven());
        var builder = new RecordingSummary.Builder();
        recording.scan(builder, screen);
        var summary = builder.build();
        json.results(spec, screen).print(summary);
        return summary.isSafe() ? RaftElection.SAFE : RaftElection.UNSAFE;
    }
}
