package io.raftelection.junit;

import io.raftelection.History;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** The history of a failed test's cluster, attached to the failure as a suppressed exception. */
final class ClusterReport extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The number of events in the message. */
    private static final int LISTED = 1_000;

    /**
     * Creates the report.
     *
     * @param history the history of the cluster
     * @param files the lines that name the files with the history
     */
    ClusterReport(History history, List<String> files) {
        super(
                "the cluster's history:\n" + (history.events().isEmpty() ? "no events" : latest(history)) + "\n"
                        + String.join("\n", files),
                null,
                false,
                false);
    }

    /** {@return the latest events; the files have all events} */
    private static String latest(History history) {
        int earlier = history.events().size() - LISTED;
        return history.events().stream()
                .skip(Math.max(0, earlier))
                .map(String::valueOf)
                .collect(Collectors.joining("\n", earlier > 0 ? "(" + earlier + " earlier events)\n" : "", ""));
    }
}
