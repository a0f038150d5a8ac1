package io.raftelection.testing;

import java.io.Serial;

/**
 * Thrown when a server was elected that a test had not named, under an {@link ElectionControl}: the gate of its test
 * cluster has a hole.
 */
public final class UncontrolledElectionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates it.
     *
     * @param message who was elected, and who could have been
     */
    public UncontrolledElectionException(String message) {
        super(message);
    }
}
