package io.raftelection.junit;

import io.raftelection.History;
import java.io.Serial;
import java.nio.file.Path;

/** What was heard of the cluster of a test that failed: goes with the failure, as one that it suppressed. */
final class Story extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    Story(History history, Path recording) {
        super(
                "the cluster's history:\n" + (history.events().isEmpty() ? "nothing was heard" : history)
                        + "\nits recording: " + recording,
                null,
                false,
                false);
    }
}
