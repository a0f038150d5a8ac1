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

/** The end of a test: what it left is closed, what was odd fails it, and what fails tells the history. */
final class Verdict {
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
        } catch (RuntimeException | Error e) {
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
        return new Story(history, files(history));
    }

    /** A line for each file: where it is. */
    private List<String> files(History history) {
        var lines = new ArrayList<String>();
        try {
            new Attachments(test).write(directory -> {
                var recording = directory.resolve("history.jsonl");
                Recording.write(history, recording);
                lines.add("its recording: " + recording);
                var timeline = directory.resolve("timeline.html");
                Timeline.write(history, timeline);
                lines.add("its timeline: " + timeline);
            });
        } catch (RuntimeException e) {
            lines.add("not all files were written: " + e.getMessage());
        }
        return lines;
    }
}
