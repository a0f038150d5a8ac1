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
import java.util.Map;
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

    private static final String FAIL = "throw new StackOverflowError();";

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
        for (var bodies : List.of(List.of(FAIL, ""), List.of("return true;", FAIL))) {
            var source = Files.createTempDirectory(directory, "source");
            var patch = compiled(
                    source,
                    Map.of("FlightRecorder", recorder(bodies.get(0), bodies.get(1))),
                    List.of("--patch-module", "jdk.jfr=" + source));

            assertThat(run(java(), "--patch-module", "jdk.jfr=" + patch, "-cp", classPath, PROGRAM))
                    .as(bodies.toString())
                    .isEqualTo(EVENTS);
        }
    }

    @Test
    void eventsThatFailWhileARecordingRunsHarmNothing() throws Exception {
        var file = directory.resolve("broken.jfr");
        var header = "package io.raftelection.internal; final class %s extends jdk.jfr.Event { ";
        var broken = compiled(
                Files.createTempDirectory(directory, "source"),
                Map.of(
                        "JfrView",
                        header.replace("%s", "JfrView") + "static JfrView of(String tracker, HeldLeadership held) { "
                                + FAIL + " } static JfrView of(String tracker, ReportedView view) { " + FAIL + " } }",
                        "JfrExpectation",
                        header.replace("%s", "JfrExpectation") + "static java.util.function.Consumer<"
                                + "Outcome<io.raftelection.Leadership>> begin(String tracker, WaitTarget target) { "
                                + FAIL + " } }"),
                List.of("-cp", core));

        assertThat(run(
                        java(),
                        "-XX:StartFlightRecording:filename=" + file,
                        "-cp",
                        broken + File.pathSeparator + classPath,
                        PROGRAM))
                .endsWith(EVENTS);

        assertThat(Recorded.read(file))
                .extracting(event -> event.getEventType().getLabel())
                .contains("Leadership");
    }

    private static String recorder(String isInitialized, String register) {
        return "package jdk.jfr; public class FlightRecorder { public static boolean isInitialized() { " + isInitialized
                + " } public static void register(Class<?> type) { " + register + " } }";
    }

    /** Compiles classes. {@return their directory} */
    private Path compiled(Path source, Map<String, String> classes, List<String> options) throws Exception {
        var target = Files.createTempDirectory(directory, "classes");
        var arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-nowarn", "-proc:none", "-d", target.toString()));
        for (var type : classes.entrySet()) {
            arguments.add(Files.writeString(source.resolve(type.getKey() + ".java"), type.getValue())
                    .toString());
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
