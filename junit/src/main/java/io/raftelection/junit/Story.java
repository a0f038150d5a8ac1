package io.raftelection.junit;

import io.raftelection.History;
import java.io.Serial;

/** What was heard of the cluster of a test that failed: goes with the failure, as one that it suppressed. */
final class Story extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Tells it.
     *
     * @param history what was heard
     * @param recording where that can be read
     */
    Story(History history, String recording) {
        super(
                "the cluster's history:\n" + (history.events().isEmpty() ? "nothing was heard" : history) + "\n"
                        + recording,
                null,
                false,
                false);
    }
}
