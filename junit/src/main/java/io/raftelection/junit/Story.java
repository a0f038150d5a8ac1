package io.raftelection.junit;

import io.raftelection.History;
import java.io.Serial;
import java.util.List;

/** What was heard of the cluster of a test that failed: goes with the failure, as one that it suppressed. */
final class Story extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Tells it.
     *
     * @param history what was heard
     * @param files where that can be read and looked at, a line each
     */
    Story(History history, List<String> files) {
        super(
                "the cluster's history:\n" + (history.events().isEmpty() ? "nothing was heard" : history) + "\n"
                        + String.join("\n", files),
                null,
                false,
                false);
    }
}
