package io.raftelection.junit;

import io.raftelection.Anomaly;
import io.raftelection.report.Recording;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The end of a test: what it left is closed, what was odd fails it, and what fails tells the history. */
final class Verdict {
    private static final String RECORDING = "history.jsonl";
    private static final MediaType JSON_LINES = MediaType.create("application", "jsonl");

    private final ExtensionContext test;
    private final Arrangement arrangement;
    private final Set<Anomaly.Kind> allowed;

    Verdict(ExtensionContext test, Arrangement arrangement, Set<Anomaly.Kind> allowed) {
        this.test = test;
        this.arrangement = arrangement;
        this.allowed = allowed;
    }

    void reach() throws Exception {
        var failed = test.getExecutionException();
        try {
            arrangement.close();
            if (failed.isEmpty()) {
                refuseAnomalies();
            }
        } catch (RuntimeException | AssertionError e) {
            e.addSuppressed(story());
            throw e;
        }
        if (failed.isPresent()) {
            failed.get().addSuppressed(story());
        }
    }

    private void refuseAnomalies() {
        var odd = arrangement.control().tracker().anomalies().stream()
                .filter(anomaly -> !allowed.contains(anomaly.kind()))
                .map(Anomaly::toString)
                .toList();
        if (!odd.isEmpty()) {
            throw new AssertionError(odd.stream()
                    .collect(Collectors.joining(
                            "\n  ", "anomalies that the test does not allow (@AllowsAnomaly):\n  ", "")));
        }
    }

    /** The history, in words and as a recording; whether that can be written or not. */
    private Story story() {
        var history = arrangement.control().tracker().history();
        var recorded = new StringBuilder();
        try {
            test.publishFile(RECORDING, JSON_LINES, file -> {
                Recording.write(history, file);
                recorded.append("its recording: ").append(file);
            });
        } catch (RuntimeException e) {
            recorded.append("not recorded: ").append(e.getMessage());
        }
        return new Story(history, recorded.toString());
    }
}
