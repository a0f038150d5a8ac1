package io.raftelection.junit;

import io.raftelection.History;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** What was heard of the cluster of a test that failed: goes with the failure, as one that it suppressed. */
final class Story extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The message has as many events. */
    private static final int LISTED = 1_000;

    /**
     * Tells it.
     *
     * @param history what was heard
     * @param files where that can be read and looked at, a line each
     */
    Story(History history, List<String> files) {
        super(
                "the cluster's history:\n" + (history.events().isEmpty() ? "nothing was heard" : latest(history)) + "\n"
                        + String.join("\n", files),
                null,
                false,
                false);
    }

    /** The latest events: the files have all of them. */
    private static String latest(History history) {
        int earlier = history.events().size() - LISTED;
        return history.events().stream()
                .skip(Math.max(0, earlier))
                .map(String::valueOf)
                .collect(Collectors.joining("\n", earlier > 0 ? "(" + earlier + " earlier events)\n" : "", ""));
    }
}
