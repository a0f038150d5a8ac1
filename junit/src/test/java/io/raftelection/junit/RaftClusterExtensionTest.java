package io.raftelection.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.junit.Samples.Failing;
import io.raftelection.junit.Samples.Good;
import io.raftelection.junit.Samples.Odd;
import io.raftelection.junit.Samples.Wrong;
import io.raftelection.report.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the {@link Samples} with JUnit and checks which of them fail, and how. */
final class RaftClusterExtensionTest {
    private static final Pattern RECORDING = Pattern.compile("(?m)^recording: (.*)");
    private static final Pattern TIMELINE = Pattern.compile("(?m)^timeline: (.*)");

    @TempDir
    Path output;

    private Outcomes run(DiscoverySelector selector) {
        return run(selector, output);
    }

    /** Uses the launcher, because the output directory in JUnit's test kit differs between versions. */
    private static Outcomes run(DiscoverySelector selector, Path directory) {
        var outcomes = new Outcomes();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selector)
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameter("junit.platform.reporting.output.dir", directory.toString())
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "3")
                .build();
        LauncherFactory.create().execute(request, outcomes);
        return outcomes;
    }

    /** Collects the results of tests. */
    private static final class Outcomes implements TestExecutionListener {
        private final Queue<TestExecutionResult> results = new ConcurrentLinkedQueue<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                results.add(result);
            }
        }

        private List<Throwable> failures() {
            return results.stream()
                    .map(TestExecutionResult::getThrowable)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    private static DiscoverySelector method(Class<?> sample, String name) {
        return selectMethod(
                sample,
                Arrays.stream(sample.getDeclaredMethods())
                        .filter(method -> method.getName().equals(name))
                        .findFirst()
                        .orElseThrow());
    }

    private List<Throwable> failures(Class<?> sample, String method) {
        return run(method(sample, method)).failures();
    }

    private Throwable failure(Class<?> sample, String method) {
        return failures(sample, method).get(0);
    }

    private static String clusterReport(Throwable failure) {
        return Arrays.stream(failure.getSuppressed())
                .filter(ClusterReport.class::isInstance)
                .map(Throwable::toString)
                .findFirst()
                .orElseThrow(() -> new AssertionError("has no cluster report", failure));
    }

    @Test
    void testsGetTheirParametersAndShareNothing() {
        var outcomes = run(selectClass(Good.class));

        assertThat(outcomes.failures()).isEmpty();
        assertThat(outcomes.results).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({"fails, it fails", "failsBefore, before it fails"})
    void failedTestReportsTheHistoryAndItsFiles(String method, String message) throws Exception {
        var failure = failure(method.equals("fails") ? Failing.class : Samples.FailingBefore.class, method);

        assertThat(failure).hasMessage(message);
        assertThat(clusterReport(failure)).contains("the cluster's history:\n").contains("s1 acquired term ");
        var recording = RECORDING.matcher(clusterReport(failure));
        assertThat(recording.find()).isTrue();
        var history = Recording.read(Path.of(recording.group(1)));
        assertThat(history.events())
                .filteredOn(event -> event instanceof Acquired || event instanceof Lost)
                .hasSize(2)
                .allMatch(event -> event.server().value().equals("s1"));
        assertThat(history.isSafe()).isTrue();
        var timeline = TIMELINE.matcher(clusterReport(failure));
        assertThat(timeline.find()).isTrue();
        assertThat(Path.of(timeline.group(1))).content().contains("s1 acquired term ", "</html>");
    }

    @Test
    void failureIsReportedIfNoFileCanBeWritten() throws Exception {
        var file = Files.createFile(output.resolve("not a directory"));

        var failure = run(method(Failing.class, "fails"), file.resolve("output"))
                .failures()
                .get(0);

        assertThat(failure).hasMessage("it fails");
        assertThat(clusterReport(failure))
                .contains("s1 acquired term ")
                .contains("\nfiles: not all could be written: ");
    }

    @Test
    void passingTestLeavesNoRecording() throws Exception {
        run(selectClass(Good.class));

        try (var files = Files.walk(output)) {
            assertThat(files.filter(file -> file.toString().endsWith(".jsonl"))).isEmpty();
        }
    }

    @Test
    void anomalyThatTheTestDoesNotAllowFailsIt() {
        var failure = failure(Odd.class, "doesNotAllow");

        assertThat(failure).isInstanceOf(AssertionError.class);
        assertThat(failure.getMessage())
                .startsWith("anomalies that the test does not allow with @AllowsAnomaly:\n  ")
                .contains("s2 lost (stepped down) !spurious-loss: it did not lead");
        assertThat(clusterReport(failure)).contains("!spurious-loss");
    }

    @Test
    void failureListsTwentyAnomalies() {
        assertThat(failure(Odd.class, "liesOften"))
                .hasMessageStartingWith("anomalies that the test does not allow with @AllowsAnomaly:\n  ")
                .hasMessageEndingWith("!spurious-loss: it did not lead\n  and 5 more")
                .message()
                .hasLineCount(22);
    }

    @Test
    void anomaliesThatAreAllowedOnMethodAndClassAddUp() {
        assertThat(failures(Odd.class, "allows")).isEmpty();
        assertThat(failure(Odd.class, "allowsAnother")).hasMessageContaining("!spurious-loss");
    }

    @Test
    void electionThatTheTestDidNotRequestFailsIt() {
        assertThat(failure(Odd.class, "electsBehindTheBack"))
                .hasMessageStartingWith("server s2: was elected in term ")
                .hasMessageEndingWith(", allowed was nobody");
    }

    @Test
    void wrongAnnotationsAreReported() {
        assertThat(failure(Wrong.class, "noServers")).hasMessage("servers: 0, expected 1 to 9");
        assertThat(failure(Wrong.class, "engineThatCannotBeMade"))
                .hasMessage("engine " + Samples.NotMade.class.getName()
                        + ": expected a class with a constructor without parameters");
        assertThat(failure(Wrong.class, "unknownParameter")).hasMessageContaining("No ParameterResolver registered");
    }

    @Test
    void failedTestsLeaveNoRunningServers() {
        List.of(Failing.class, Samples.FailingBefore.class, Odd.class, Wrong.class)
                .forEach(sample -> run(selectClass(sample)));

        assertThat(Samples.STARTED)
                .isNotEmpty()
                .allSatisfy(control -> assertThat(control.servers()).noneMatch(control.cluster()::isRunning));
    }
}
