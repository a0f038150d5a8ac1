package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests complete runs. Each run is a separate process with a real cluster. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
final class RunCommandTest {
    private static final Pattern ACQUIRED = Pattern.compile(" acquired term (\\d+)");

    /** The lines of the command. Anything else would be log output of an engine or of the JDK. */
    private static final Pattern OURS =
            Pattern.compile("raft-election run: .*| +\\d+\\.\\d{3}s .*|Summary of demo|  \\S.*|Election .*");

    @TempDir
    private Path folder;

    private Path temporary;

    @BeforeEach
    void makeATemporaryDirectory() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    @ParameterizedTest
    @EnumSource
    void demoElectsFourTimesAndCheckConfirmsTheSummary(Engine engine) throws Exception {
        var recording = folder.resolve("run.jsonl");

        var run = Started.command(temporary, "run", "--engine", engine.word(), "--record", recording.toString());
        assertThat(run.exitCode()).as(run.all()).isZero();

        assertThat(run.all().lines().filter(line -> line.contains(" acquired")).count())
                .isGreaterThanOrEqualTo(4);
        assertThat(terms(run.all()))
                .as("a latch has no terms")
                .hasSizeGreaterThanOrEqualTo(engine == Engine.CURATOR ? 0 : 4)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(run.all()).contains("Election Safety held");
        assertThat(run.all().lines())
                .as("all lines are those of the command")
                .allMatch(line -> OURS.matcher(line).matches());
        var check = Typed.command("check", recording.toString());
        assertThat(check.exitCode()).isZero();
        assertThat(run.all()).contains(check.out());
        assertNoFilesAreLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyClusterSizeRunsTheDemo(int servers) throws Exception {
        var run = Started.command(temporary, "run", "--servers", "" + servers);

        assertThat(run.exitCode()).as(run.all()).isZero();
        assertThat(terms(run.all()).size()).isGreaterThanOrEqualTo(2);
        assertNoFilesAreLeft();
    }

    @Test
    void signalEndsTheDemoWithASummary() throws Exception {
        var run = Started.command(temporary, "run", "--duration", "10m");
        run.awaitLine(ACQUIRED);

        run.terminate();

        assertThat(run.exitCode()).as(run.all()).isEqualTo(128 + 15);
        assertThat(run.all()).contains("Summary of demo", "Election Safety held");
        assertNoFilesAreLeft();
    }

    private void assertNoFilesAreLeft() throws IOException {
        try (var left = Files.list(temporary)) {
            assertThat(left.filter(path -> !path.getFileName().toString().startsWith("hsperfdata")))
                    .isEmpty();
        }
    }

    private static List<Long> terms(String output) {
        return Arrays.stream(output.split("\\R"))
                .map(ACQUIRED::matcher)
                .filter(matcher -> matcher.find())
                .map(matcher -> Long.valueOf(matcher.group(1)))
                .toList();
    }
}
