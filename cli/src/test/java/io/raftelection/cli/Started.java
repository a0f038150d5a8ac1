package io.raftelection.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The command as a process of its own, as a user starts it: real signals, and an end that leaves nothing. */
final class Started {
    private final Process process;
    private final BufferedReader output;
    private final StringBuilder read = new StringBuilder();

    private Started(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts it with a directory of its own for temporary files. */
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

    /** Reads on until a line has it. */
    void awaitLine(Pattern expected) throws IOException {
        String line = next();
        while (!expected.matcher(line).find()) {
            line = next();
        }
    }

    private String next() throws IOException {
        var line = output.readLine();
        if (line == null) {
            throw new IOException("the command ended, it printed:\n" + read);
        }
        read.append(line).append(System.lineSeparator());
        return line;
    }

    /** Asks it to end, as Ctrl-C does, but by SIGTERM: a shell in the background lets nobody hear SIGINT. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Waits for the end. */
    int exitCode() throws IOException, InterruptedException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            read.append(line).append(System.lineSeparator());
        }
        return process.waitFor();
    }

    /** Everything that was printed and read until now. */
    String all() {
        return read.toString();
    }
}
