package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tracker in JVMs without a flight recorder, with one that does not run, that runs, or that is broken. */
@Timeout(120)
final class FlightRecorderOfOtherJvmsTest {
    private static final String EVENTS = "s1 acquired term 1, s2 follows s1 term 1, s1 lost term 1 (stepped down),"
            + " s2 acquired term 2 !unexpected";
    private static final Path HOME = Path.of(System.getProperty("java.home"));
    private static final String PROGRAM = EventsOfARun.class.getName();

    private final String core = location(Tracker.class);
    private final String tests = location(EventsOfARun.class);
    private final String classPath = core + File.pathSeparator + tests;

    @TempDir
    private Path directory;

    @Test
    void jvmWithoutAFlightRecorderRunsTheTracker() throws Exception {
        var jlink = HOME.resolve("bin").resolve("jlink");
        assumeTrue(Files.isExecutable(jlink), "this JDK has no jlink");
        var image = directory.resolve("image");
        run(jlink, "--module-path", core, "--add-modules", "io.raftelection", "--output", image.toString());
        var java = image.resolve("bin").resolve("java");
        assertThat(run(java, "--list-modules").lines())
                .allMatch(module -> module.matches("(java\\.base|io\\.raftelection)(@.*)?"));

        assertThat(run(java, "--patch-module", "io.raftelection=" + tests, "-m", "io.raftelection/" + PROGRAM))
                .isEqualTo(EVENTS);
        assertThat(run(java, "--limit-modules", "java.base", "-cp", classPath, PROGRAM))
                .isEqualTo(EVENTS);
    }

    @Test
    void jvmThatDoesNotResolveTheModuleRunsTheTracker() throws Exception {
        assertThat(run(java(), "--limit-modules", "java.base", "-cp", classPath, PROGRAM))
                .isEqualTo(EVENTS);
    }

    @Test
    void noEventIsLoadedWithoutARecording() throws Exception {
        var log = directory.resolve("classes.log");

        assertThat(run(java(), "-Xlog:class+load:file=" + log, "-cp", classPath, PROGRAM))
                .isEqualTo(EVENTS);

        assertThat(Files.readString(log))
                .contains("io.raftelection.internal.Jfr ")
                .doesNotContain("io.raftelection.internal.JfrL", "jdk.jfr.internal.MetadataRepository");
    }

    @Test
    void recordingFromTheStartHasAllEvents() throws Exception {
        for (var way : List.of(
                List.of("-cp", classPath, PROGRAM),
                List.of(
                        "--module-path",
                        core,
                        "--add-modules",
                        "jdk.jfr",
                        "--patch-module",
                        "io.raftelection=" + tests,
                        "-m",
                        "io.raftelection/" + PROGRAM))) {
            var file = directory.resolve("run.jfr");
            var command = new ArrayList<>(List.of("-XX:StartFlightRecording:filename=" + file));
            command.addAll(way);

            assertThat(run(java(), command.toArray(String[]::new))).endsWith(EVENTS);

            assertThat(Recorded.read(file))
                    .extracting(event -> event.getEventType().getLabel())
                    .containsExactlyInAnyOrder(
                            "View", "View", "View", "Leadership", "Leadership", "Expectation", "Anomaly");
        }
    }

    @Test
    void brokenFlightRecorderHarmsNothing() throws Exception {
        var initialized = "package jdk.jfr; public class FlightRecorder {"
                + " public static boolean isInitialized() { %s } public static void register(Class<?> type) {} }";
        var event = "package jdk.jfr; public abstract class Event extends jdk.internal.event.Event {"
                + " public void begin() { %2$s } public void end() { %2$s } public void commit() { %2$s }"
                + " public boolean isEnabled() { %1$s } public boolean shouldCommit() { return true; } }";
        var failure = "throw new StackOverflowError();";
        for (var sources : List.of(
                List.of(String.format(initialized, failure)),
                List.of(String.format(initialized, "return true;"), String.format(event, failure, failure)),
                List.of(String.format(initialized, "return true;"), String.format(event, "return true;", failure)))) {
            var patch = patch(sources);

            assertThat(run(java(), "--patch-module", "jdk.jfr=" + patch, "-cp", classPath, PROGRAM))
                    .as(sources.toString())
                    .isEqualTo(EVENTS);
        }
    }

    /** Compiles classes of the flight recorder's module. {@return their directory} */
    private Path patch(List<String> sources) throws Exception {
        var target = Files.createTempDirectory(directory, "patch");
        var arguments = new ArrayList<>(List.of("-nowarn", "-d", target.toString(), "--patch-module"));
        var source = Files.createDirectories(target.resolve("source/jdk/jfr"));
        arguments.add("jdk.jfr=" + target.resolve("source"));
        for (var text : sources) {
            var name = text.replaceFirst("(?s).*?class (\\w+).*", "$1.java");
            arguments.add(Files.writeString(source.resolve(name), text).toString());
        }
        run(HOME.resolve("bin").resolve("javac"), arguments.toArray(String[]::new));
        return target;
    }

    private static Path java() {
        return HOME.resolve("bin").resolve("java");
    }

    /** Runs a command, which must succeed. {@return what it prints} */
    private static String run(Path program, String... arguments) throws Exception {
        var process = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output;
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
