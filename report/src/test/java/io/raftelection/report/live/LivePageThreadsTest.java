package io.raftelection.report.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page in a JVM that cannot start more than about a hundred threads. The limit applies per user and not to root.
 * Therefore the program runs as an otherwise unused user, which requires root.
 */
@Timeout(120)
final class LivePageThreadsTest {
    /** A system property: whether the test fails, and is not skipped, if the limit cannot be set. */
    private static final String REQUIRED = "threadlimit.required";

    private static final String USER = "54322";
    private static final List<String> LIMITED =
            List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "prlimit", "--nproc=100");

    private static final String BOTH = "[s1 acquired term 1, s1 lost term 1 (stepped down)]";

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path folder;

    @Test
    void clientWhoseThreadCannotStartWaitsAndNobodyLosesAnything() throws Exception {
        assumePossible();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var classes = copied();

        var output = run(
                List.of(JAVA, "-XX:+UseSerialGC", "-Xlog:disable", "-cp", classes, PageWithoutThreads.class.getName()));

        assertThat(output).contains("the first waits, the others read " + BOTH + " and " + BOTH);
    }

    private static void assumePossible() throws Exception {
        String obstacle = "";
        try {
            var output = run(List.of(JAVA, "-XX:+UseSerialGC", "-version"));
            obstacle = output.contains("version") ? "" : output;
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

    /** Copies the path of classes to where every user can read it. {@return the new one} */
    private String copied() throws IOException {
        var paths = new ArrayList<String>();
        var all =
                System.getProperty("java.class.path") + File.pathSeparator + System.getProperty("jdk.module.path", "");
        for (var entry : new LinkedHashSet<>(List.of(all.split(File.pathSeparator, -1)))) {
            var target = folder.resolve("" + paths.size());
            if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
                copy(Path.of(entry), target);
                paths.add(target.toString());
            }
        }
        return String.join(File.pathSeparator, paths);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var target = file.equals(from)
                        ? to
                        : to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                } else {
                    Files.copy(file, target);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
                }
            }
        }
    }

    private static String run(List<String> command) throws Exception {
        var all = new ArrayList<>(LIMITED);
        all.addAll(command);
        var process = new ProcessBuilder(all).redirectErrorStream(true).start();
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
