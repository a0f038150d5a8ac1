package io.raftelection.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs the command in a separate process, which can receive signals. */
final class Started {
    private final Process process;
    private final BufferedReader output;
    private final StringBuilder read = new StringBuilder();

    private Started(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts the command with the given directory for temporary files. */
    static Started command(Path temporary, String... args) throws IOException {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@jvm.options",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                RaftElection.class.getName()));
        line.addAll(List.of(args));
        return new Started(new ProcessBuilder(line).redirectErrorStream(true).start());
    }

    /** Reads lines until one matches. {@return that line} */
    String awaitLine(Pattern expected) throws IOException {
        String line = next();
        while (!expected.matcher(line).find()) {
            line = next();
        }
        return line;
    }

    private String next() throws IOException {
        var line = output.readLine();
        if (line == null) {
            throw new IOException("command: ended, its output was:\n" + read);
        }
        read.append(line).append(System.lineSeparator());
        return line;
    }

    /** Sends SIGTERM, because processes that a background shell starts ignore SIGINT. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** What happens while the process is stopped. */
    interface Meanwhile {
        void happen() throws IOException;
    }

    /** Stops the process for a time, as SIGSTOP and SIGCONT do. */
    void freeze(Duration time, Meanwhile meanwhile) throws IOException, InterruptedException {
        signal("STOP");
        awaitStopped(time.dividedBy(2)); // a signal stops the threads of a process one after another
        meanwhile.happen();
        awaitStopped(time.dividedBy(2));
        signal("CONT");
    }

    private void awaitStopped(Duration time) throws IOException, InterruptedException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("command: ended while it was stopped");
        }
    }

    private void signal(String signal) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + signal + ": failed");
        }
    }

    /** Waits until the process ends. {@return its exit code} */
    int exitCode() throws IOException, InterruptedException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            read.append(line).append(System.lineSeparator());
        }
        return process.waitFor();
    }

    /** {@return the output that was read until now} */
    String all() {
        return read.toString();
    }
}
