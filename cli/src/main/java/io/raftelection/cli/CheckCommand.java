package io.raftelection.cli;

import io.raftelection.History;
import io.raftelection.report.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a recording, and says whether election safety held in it. */
@Command(
        name = "check",
        description = "Read a recording, sum it up, and check election safety.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 safe, 1 unsafe, 2 a file that cannot be read (the line and the reason are said).",
            "",
            "Example:",
            "  raft-election check run.jsonl"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE.jsonl", description = "A recording, as run --record writes it.")
    private Path file;

    @Mixin
    private ColourOption colour;

    @Override
    public Integer call() {
        History history;
        try {
            history = Recording.read(file);
        } catch (IOException e) {
            throw new CannotUseFile(file, e);
        }
        var screen = new Screen(spec.commandLine().getOut(), colour.style(), false);
        new Verdict(history).print(screen);
        return history.isSafe() ? RaftElection.SAFE : RaftElection.UNSAFE;
    }
}
