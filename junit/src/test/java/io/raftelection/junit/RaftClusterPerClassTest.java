package io.raftelection.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.junit.SampleRun.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the {@link ClassSamples} with JUnit and checks which of them fail, and how. */
final class RaftClusterPerClassTest {
    @TempDir
    Path output;

    private SampleRun run(Class<?> sample) {
        return SampleRun.of(sample, output);
    }

    @Test
    void testsShareTheClusterOfTheirClass() {
        var run = run(ClassSamples.Shared.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.tests()).hasSize(4);
    }

    @Test
    void testsThatShareAClusterTakeTurns() {
        var run = run(ClassSamples.Parallel.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.tests()).hasSize(6);
    }

    @Test
    void testFailsForItsOwnAnomaliesAndElections() {
        var run = run(ClassSamples.Odd.class);

        assertThat(run.failure("lies").getMessage())
                .startsWith("anomalies that the test does not allow with @AllowsAnomaly:\n  ")
                .contains("s2 lost (stepped down) !spurious-loss: it did not lead")
                .hasLineCount(2);
        assertThat(run.failure("liesAndFails")).hasMessage("it fails");
        assertThat(run.failure("electsBehindTheBack"))
                .hasMessageStartingWith("server s2: was elected in term ")
                .hasMessageEndingWith(", allowed was nobody");
        assertThat(run.tests())
                .filteredOn(Outcome::isSuccess)
                .extracting(Outcome::name)
                .containsExactly("isNotToBlame");
    }

    @Test
    void anomalyAfterTheLastTestFailsTheClass() {
        var failure = run(ClassSamples.Odd.class).failure("Odd");

        assertThat(failure.getMessage())
                .contains("s3 lost (stepped down) !spurious-loss")
                .hasLineCount(2);
        assertThat(failure.getSuppressed())
                .singleElement()
                .asString()
                .contains("the cluster's history:\n", "s2 acquired term ", "recording: ");
    }

    @Test
    void wrongAnnotationsAreReported() {
        assertThat(run(ClassSamples.OnAMethod.class).failure("cannotBe"))
                .hasMessage("cannotBe(): has lifecycle PER_CLASS on a method, expected that on a class");
        assertThat(run(ClassSamples.NotStarted.class).failure("NotStarted")).hasMessage("servers: 0, expected 1 to 9");
    }

    @Test
    void clusterIsClosedAfterItsClass() {
        run(ClassSamples.Shared.class);
        run(ClassSamples.Parallel.class);
        run(ClassSamples.Odd.class);

        assertThat(ClassSamples.STARTED)
                .isNotEmpty()
                .allSatisfy(control -> assertThat(control.servers()).noneMatch(control.cluster()::isRunning));
    }
}
