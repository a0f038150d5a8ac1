package io.raftelection.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What became of the tests of a sample, and of its classes. */
record SampleRun(List<Outcome> tests, List<Outcome> classes) {

    /** What became of one of them. */
    record Outcome(String name, Optional<Throwable> failure) {
        boolean isSuccess() {
            return failure.isEmpty();
        }
    }

    /** Runs a sample with JUnit, three tests at a time. */
    static SampleRun of(Class<?> sample, Path output) {
        var tests = new ConcurrentLinkedQueue<Outcome>();
        var classes = new ConcurrentLinkedQueue<Outcome>();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(sample))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameter("junit.platform.reporting.output.dir", output.toString())
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "3")
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                Queue<Outcome> outcomes = test.isTest() ? tests : classes;
                outcomes.add(new Outcome(test.getDisplayName().replaceFirst("\\(.*", ""), result.getThrowable()));
            }
        });
        return new SampleRun(List.copyOf(tests), List.copyOf(classes));
    }

    List<Throwable> failures() {
        return Stream.of(tests, classes)
                .flatMap(List::stream)
                .flatMap(outcome -> outcome.failure().stream())
                .toList();
    }

    /** Returns the failure of a test or of a class, by its simple name. */
    Throwable failure(String name) {
        return Stream.of(tests, classes)
                .flatMap(List::stream)
                .filter(outcome -> outcome.name().equals(name) || outcome.name().endsWith("$" + name))
                .findFirst()
                .flatMap(Outcome::failure)
                .orElseThrow(() -> new AssertionError(name + ": did not fail in " + this));
    }
}
