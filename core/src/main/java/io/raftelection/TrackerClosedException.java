package io.raftelection;

import java.io.Serial;

/** Thrown when a tracker is closed or ignores its servers, or a server is untracked, so that a wait cannot succeed. */
public final class TrackerClosedException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the tracker or the server, and its state
     */
    public TrackerClosedException(String message) {
        super(message);
    }
}
