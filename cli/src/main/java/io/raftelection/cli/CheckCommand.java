package io.raftelection.cli;

import io.raftelection.report.RecordingSummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reads a recording, and says whether election safety held in it. */
@Command(
        name = "check",
        description = "Read a recording, sum it up, and check election safety.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 safe, 1 unsafe, 2 a file that cannot be read (with the line and the reason),"
                    + " 3 the command failed.",
            "",
            "Examples:",
            "  raft-election check run.jsonl",
            "  zcat run-*.jsonl.gz | raft-election check -"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RecordingFile recording;

    @Mixin
    private ColourOption colour;

    @Override
    public Integer call() {
        var builder = new RecordingSummary.Builder();
        recording.scan(builder);
        var summary = builder.build();
        var screen = new Screen(spec.commandLine().getOut(), colour.style(), false);
        new Verdict(summary).print(screen);
        return summary.isSafe() ? RaftElection.SAFE : RaftElection.UNSAFE;
    }
}
