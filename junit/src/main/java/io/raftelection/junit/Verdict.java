package io.raftelection.junit;

import io.raftelection.Anomaly;
import io.raftelection.report.Recording;
import io.raftelection.report.Timeline;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** The end of a test: what it left is closed, what was odd fails it, and what fails tells the history. */
final class Verdict {
    private static final MediaType HTML = MediaType.create("text", "html");
    private static final MediaType JSON_LINES = MediaType.create("application", "jsonl");

    /** The failure lists as many anomalies. */
    private static final int LISTED = 20;

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
                    .limit(LISTED)
                    .collect(Collectors.joining(
                            "\n  ",
                            "anomalies that the test does not allow (@AllowsAnomaly):\n  ",
                            odd.size() > LISTED ? "\n  and " + (odd.size() - LISTED) + " more" : "")));
        }
    }

    /** The history, in words and as files; whether those can be written or not. */
    private Story story() {
        var history = arrangement.control().tracker().history();
        return new Story(
                history,
                List.of(
                        published("recording", "history.jsonl", JSON_LINES, file -> Recording.write(history, file)),
                        published("timeline", "timeline.html", HTML, file -> Timeline.write(history, file))));
    }

    private String published(String what, String name, MediaType type, ThrowingConsumer<Path> content) {
        var path = new StringBuilder();
        try {
            test.publishFile(name, type, file -> {
                content.accept(file);
                path.append("its ").append(what).append(": ").append(file);
            });
        } catch (RuntimeException e) {
            path.append("no ").append(what).append(": ").append(e.getMessage());
        }
        return path.toString();
    }
}
