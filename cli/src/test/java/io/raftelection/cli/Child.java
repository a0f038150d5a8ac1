package io.raftelection.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a process of its own, which writes to a log. */
final class Child implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Child start(Path log, List<String> command) throws IOException {
        return new Child(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** Runs a program to its end. {@return its exit code and its output} */
    static Ended run(Path log, List<String> command) throws IOException, InterruptedException {
        return run(log, command, "");
    }

    /** Runs a program to its end, with something to read. {@return its exit code and its output} */
    static Ended run(Path log, List<String> command, String input) throws IOException, InterruptedException {
        try (var child = start(log, command)) {
            try (var in = child.process.outputWriter()) {
                in.write(input);
            }
            if (!child.process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IOException(command + ": did not end within 60 s");
            }
            return new Ended(child.process.exitValue(), child.log());
        }
    }

    /** The end of a program. */
    record Ended(int exitCode, String output) {}

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Kills the process and waits until it is gone. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + ": did not end within 30 s");
        }
    }
}
