package io.raftelection;

import java.io.Serial;

/** Thrown when a tracker no longer listens, so that what was asked of it can never come. */
public final class TrackerClosedException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message who no longer listens, and to what
     */
    public TrackerClosedException(String message) {
        super(message);
    }
}
