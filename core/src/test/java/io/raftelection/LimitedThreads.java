package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs a program in a JVM that cannot start more than about a hundred threads. The limit applies per user and not to
 * root. Therefore the program runs as an otherwise unused user, which requires root.
 */
final class LimitedThreads implements AutoCloseable {
    /** A system property: whether the test fails, and is not skipped, if the limit cannot be set. */
    private static final String REQUIRED = "threadlimit.required";

    private static final String USER = "54321";
    private static final List<String> LIMITED =
            List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "prlimit", "--nproc=100");

    private final Path classes = Files.createTempDirectory("threadlimit");

    /** Copies the classes to a directory that every user can read, or skips the test. */
    LimitedThreads() throws Exception {
        assumePossible();
        for (var root : List.of(Tracker.class, LimitedThreads.class)) {
            copy(Path.of(
                    root.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
    }

    private static void assumePossible() throws Exception {
        String obstacle = "";
        try {
            var output = run(List.of(java(), "-XX:+UseSerialGC", "-version"));
            if (!output.contains("version")) {
                obstacle = output;
            }
        } catch (IOException e) {
            obstacle = e.toString();
        }
        if (Boolean.getBoolean(REQUIRED) && !obstacle.isEmpty()) {
            fail("no JVM with a limit of threads, and " + REQUIRED + " is set: " + obstacle);
        }
        Assumptions.assumeTrue(
                obstacle.isEmpty(),
                "no JVM with a limit of threads: it takes root, setpriv and prlimit (util-linux): " + obstacle);
    }

    private void copy(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            for (var path : (Iterable<Path>) paths::iterator) {
                var target = classes.resolve(root.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                } else if (!path.endsWith("module-info.class")) {
                    Files.copy(path, target);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
                }
            }
        }
    }

    /** Runs the main method of a class. {@return its output} */
    String run(Class<?> program, String argument) throws Exception {
        return run(List.of(
                java(), "-XX:+UseSerialGC", "-Xlog:disable", "-cp", classes.toString(), program.getName(), argument));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String run(List<String> command) throws Exception {
        var all = new ArrayList<>(LIMITED);
        all.addAll(command);
        var process = new ProcessBuilder(all).redirectErrorStream(true).start();
        try {
            var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        try (var paths = Files.walk(classes)) {
            for (var path : paths.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(path);
            }
        }
    }
}
