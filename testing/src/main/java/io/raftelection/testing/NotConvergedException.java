package io.raftelection.testing;

import java.io.Serial;

/**
 * Thrown when a cluster did not reach, in time, the state that a test waits for. The message has that state, the last
 * status of each server, and the history.
 *
 * <pre>
 * cluster: not all applied what s1 committed (index 7) within PT30S
 *   s1: follows s1, ready (term 4), log to 7, committed to 7, applied to 7
 *   s2: follows s1 (term 4), log to 5, committed to 5, applied to 5
 *   s3: does not run
 * </pre>
 */
public final class NotConvergedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the whole explanation
     */
    public NotConvergedException(String message) {
        super(message);
    }
}
