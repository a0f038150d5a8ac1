package io.raftelection.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exit code 1 means that Election Safety was violated; every failure of the command exits with 3. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
@EnabledOnOs(OS.LINUX)
final class ExitCodesTest {
    private static final String HEADER = "{\"format\":\"raft-election\",\"version\":1}\n";
    private static final String SAFE = HEADER + "{\"at\":1,\"event\":\"acquired\",\"server\":\"s1\",\"term\":7}\n";
    private static final String UNSAFE = SAFE + "{\"at\":2,\"event\":\"acquired\",\"server\":\"s2\",\"term\":7}\n";
    private static final int EVENTS = 1_000_000;

    @TempDir
    Path folder;

    private Path recording;

    @BeforeEach
    void nameTheRecording() {
        recording = folder.resolve("run.jsonl");
    }

    private record Ended(int code, String out, String err) {}

    @Test
    void recordingOfAMillionEventsIsReadInLittleMemory() throws Exception {
        GeneratedRecording.write(EVENTS, recording);

        var check = java("-Xmx64m", "check", recording.toString());
        assertThat(check.code()).as(check.err()).isZero();
        assertThat(check.out()).contains("500000 terms checked");
        var report = java("-Xmx64m", "report", recording.toString());
        assertThat(report.code()).as(report.err()).isZero();
        assertThat(folder.resolve("run.html")).content().contains("The page has 2000 of 1000000 events");
    }

    @Test
    void severalLongRecordingsAreReadInLittleMemory() throws Exception {
        var other = folder.resolve("other.jsonl");
        GeneratedRecording.write(EVENTS / 4, recording);
        GeneratedRecording.write(EVENTS / 4, other);

        var check = java("-Xmx64m", "check", recording.toString(), other.toString());
        assertThat(check.code()).as(check.err()).isZero();
        assertThat(check.out()).contains("elections        250000,", "125000 terms checked");
        var page = folder.resolve("both.html");
        var report = java("-Xmx64m", "report", recording.toString(), other.toString(), "--output", page.toString());
        assertThat(report.code()).as(report.err()).isZero();
        assertThat(page).content().contains("The page has 2000 of 500000 events");
    }

    @Test
    void commandWithoutEnoughMemoryFails() throws Exception {
        GeneratedRecording.write(EVENTS, recording);

        var check = java("-Xmx10m", "check", recording.toString());

        assertThat(check.code()).isEqualTo(3);
        assertThat(check.err()).startsWith("raft-election: out of memory").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {">/dev/full", ">&-"})
    void verdictThatCannotBePrintedIsAFailure(String redirection) throws Exception {
        for (var content : List.of(SAFE, UNSAFE)) {
            Files.writeString(recording, content);

            var check = shell("exec \"$@\" " + redirection, javaLine("-Xmx64m", "check", recording.toString()));

            assertThat(check.code()).as(check.err()).isEqualTo(3);
            assertThat(check.err()).isEqualTo("raft-election: standard output: cannot be written\n");
        }
    }

    @Test
    void closedPipeIsAFailure() throws Exception {
        Files.writeString(recording, UNSAFE);

        var check = shell("{ \"$@\"; echo code $? >&2; } | true", javaLine("-Xmx64m", "check", recording.toString()));

        assertThat(check.err()).endsWith("code 3\n");
    }

    @ParameterizedTest
    @CsvSource({"exit, thread engine ended the process", "error, java.lang.StackOverflowError: too deep"})
    void engineThatExitsOrBreaksTheJvmIsAFailure(String trouble, String line) throws Exception {
        var command = new ArrayList<>(javaLine("-Xmx64m", "check", "-"));
        command.set(command.indexOf(RaftElection.class.getName()), Troublemaker.class.getName());
        command.add(command.indexOf("check"), trouble);

        var check = shell("exec \"$@\"", command);

        assertThat(check.err()).isEqualTo("raft-election: " + line + "\n");
        assertThat(check.code()).isEqualTo(3);
    }

    @Test
    void scriptDistinguishesAViolationFromAJvmThatDoesNotStart() throws Exception {
        var script = installed();

        Files.writeString(recording, SAFE);
        assertThat(shell("exec \"$@\"", List.of(script, "check", recording.toString()))
                        .code())
                .isZero();
        Files.writeString(recording, UNSAFE);
        assertThat(shell("exec \"$@\"", List.of(script, "check", recording.toString()))
                        .code())
                .isEqualTo(1);
        assertThat(shell("\"$@\" <\"$0\"", List.of(script, "check", "-"), recording.toString())
                        .code())
                .isEqualTo(1);
        assertThat(shell("exec \"$@\"", List.of(script, "check")).code()).isEqualTo(2);

        var broken = shell("JAVA_TOOL_OPTIONS=-Xmx1k exec \"$@\"", List.of(script, "check", recording.toString()));
        assertThat(broken.code()).isEqualTo(3);
        assertThat(broken.err()).endsWith("raft-election: the Java process failed with exit code 1\n");
    }

    @Test
    void scriptForwardsSignals() throws Exception {
        var script = installed();

        var run = shell(
                "\"$@\" >\"$0\" & child=$!; until grep -q acquired \"$0\"; do :; done; kill -TERM $child; wait $child",
                List.of(script, "run", "--engine", "microraft", "--duration", "10m"),
                folder.resolve("out").toString());

        assertThat(run.code()).as(run.err()).isEqualTo(143);
        assertThat(folder.resolve("out")).content().contains("Election Safety held");
    }

    /** {@return the start script of the distribution, with a jar whose class path is that of this build} */
    private String installed() throws IOException {
        var home = folder.resolve("home");
        var script = home.resolve("bin/raft-election");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        Files.copy(Path.of("src/dist/bin/raft-election"), script);
        Files.copy(Path.of("jvm.options"), home.resolve("jvm.options"));
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, RaftElection.class.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(path -> Path.of(path).toUri().toString())
                                .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(home.resolve("lib/raft-election.jar")), manifest).close();
        script.toFile().setExecutable(true);
        return script.toString();
    }

    private Ended java(String option, String... args) throws Exception {
        return shell("exec \"$@\"", javaLine(option, args));
    }

    private static List<String> javaLine(String option, String... args) {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                RaftElection.class.getName()));
        line.addAll(List.of(args));
        return line;
    }

    private Ended shell(String script, List<String> args) throws Exception {
        return shell(script, args, "sh");
    }

    private Ended shell(String script, List<String> args, String zero) throws Exception {
        var line = new ArrayList<>(List.of("sh", "-c", script, zero));
        line.addAll(args);
        var out = folder.resolve("stdout").toFile();
        var err = folder.resolve("stderr").toFile();
        var builder = new ProcessBuilder(line).redirectOutput(out).redirectError(err);
        builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home")));
        var process = builder.start();
        assertThat(process.waitFor(150, TimeUnit.SECONDS))
                .as("ended in time")
                .isTrue(); // keeps the standard input of the process open
        return new Ended(
                process.exitValue(), Files.readString(out.toPath(), UTF_8), Files.readString(err.toPath(), UTF_8));
    }
}
