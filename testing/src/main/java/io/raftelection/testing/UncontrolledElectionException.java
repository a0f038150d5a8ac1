package io.raftelection.testing;

import java.io.Serial;

/**
 * Thrown when a server was elected that the test had not named: the transport of the test cluster let a vote request
 * pass that it should have dropped.
 */
public final class UncontrolledElectionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the server that was elected, and the one that was allowed
     */
    public UncontrolledElectionException(String message) {
        super(message);
    }
}
