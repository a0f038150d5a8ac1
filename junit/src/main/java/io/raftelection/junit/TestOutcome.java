package io.raftelection.junit;

import io.raftelection.Anomaly;
import io.raftelection.History;
import io.raftelection.report.Recording;
import io.raftelection.report.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Ends a test, or the tests of a class: closes or resets the cluster, fails the test if there were anomalies, and
 * attaches a report to any failure.
 */
final class TestOutcome {
    /** The number of anomalies that a failure lists. */
    private static final int LISTED = 20;

    private final ExtensionContext test;
    private final TestFixture fixture;
    private final Set<Anomaly.Kind> allowed;

    /** The end of a test. */
    interface End {
        void run() throws Exception;
    }

    TestOutcome(ExtensionContext test, TestFixture fixture, Set<Anomaly.Kind> allowed) {
        this.test = test;
        this.fixture = fixture;
        this.allowed = allowed;
    }

    /** Closes or resets the cluster with {@code end}, and reports. */
    void report(End end) throws Exception {
        var failed = test.getExecutionException();
        try {
            List<Anomaly> anomalies;
            try {
                end.run();
            } finally {
                anomalies = fixture.newAnomalies(); // those of a failed test do not count for the next one
            }
            if (failed.isEmpty()) {
                failOnAnomalies(anomalies);
            }
        } catch (Exception | Error e) {
            e.addSuppressed(clusterReport());
            throw e;
        }
        if (failed.isPresent()) {
            failed.get().addSuppressed(clusterReport());
        }
    }

    private void failOnAnomalies(List<Anomaly> all) {
        var anomalies = all.stream()
                .filter(anomaly -> !allowed.contains(anomaly.kind()))
                .map(Anomaly::toString)
                .toList();
        if (!anomalies.isEmpty()) {
            throw new AssertionError(anomalies.stream()
                    .limit(LISTED)
                    .collect(Collectors.joining(
                            "\n  ",
                            "anomalies that the test does not allow with @AllowsAnomaly:\n  ",
                            anomalies.size() > LISTED ? "\n  and " + (anomalies.size() - LISTED) + " more" : "")));
        }
    }

    /** {@return the history as text, and the paths of its files if they could be written} */
    private ClusterReport clusterReport() {
        var history = fixture.control().tracker().history();
        return new ClusterReport(history, files(history));
    }

    /** Writes the files. {@return a line with the path of each file} */
    private List<String> files(History history) {
        var lines = new ArrayList<String>();
        try {
            new Attachments(test).write(directory -> {
                var recording = directory.resolve("history.jsonl");
                Recording.write(history, recording);
                lines.add("recording: " + recording);
                var timeline = directory.resolve("timeline.html");
                Timeline.write(history, timeline);
                lines.add("timeline: " + timeline);
            });
        } catch (RuntimeException e) {
            lines.add("files: not all could be written: " + e.getMessage());
        }
        return lines;
    }
}
