package io.raftelection.watch.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short commands of the operating system. */
public final class Commands {
    private Commands() {}

    /** Runs a command, which must succeed. {@return its output} */
    public static String run(String... command) throws IOException, InterruptedException {
        return run(Arrays.asList(command));
    }

    /** Runs a command, which must succeed. {@return its output} */
    public static String run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + ": " + output.strip());
        }
        return output;
    }
}
