package io.raftelection;

import io.raftelection.internal.Checks;
import java.io.Serial;

/** Thrown when leadership was lost before it was ready to serve. */
public final class LeadershipLostException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the explanation
     */
    public LeadershipLostException(String message) {
        super(Checks.notNull(message, "message"));
    }
}
