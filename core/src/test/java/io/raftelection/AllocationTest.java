package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Notifications that nobody waits for allocate little more than what the history keeps of them. A JVM without compilers
 * runs the program, because compiled code omits some allocations, and which ones depends on what ran before. The
 * figures are therefore upper bounds for compiled code, and they are the same in every run.
 */
@Timeout(120)
final class AllocationTest {

    @Test
    void acquisitionWithItsLossAllocatesAtMost400Bytes() throws Exception {
        assertThat(bytes("acquired and lost")).isBetween(168L, 400L);
    }

    @Test
    void viewAllocatesAtMost152Bytes() throws Exception {
        assertThat(bytes("follows")).isBetween(56L, 152L);
    }

    private static long bytes(String events) throws Exception {
        var classes = Stream.of(Tracker.class, Allocations.class)
                .map(AllocationTest::location)
                .collect(Collectors.joining(File.pathSeparator));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java, "-Xint", "-XX:+UseSerialGC", "-cp", classes, Allocations.class.getName(), events)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor()).as(output).isZero();
            return Long.parseLong(output);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + ": its location is not a directory", e);
        }
    }
}
