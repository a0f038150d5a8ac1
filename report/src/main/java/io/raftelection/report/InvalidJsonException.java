package io.raftelection.report;

import java.io.Serial;

/** Thrown if a line is not JSON. */
final class InvalidJsonException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Whether the line ends before its JSON is complete. */
    private final boolean incomplete;

    InvalidJsonException(String message, boolean incomplete, Throwable cause) {
        super(message, cause);
        this.incomplete = incomplete;
    }

    boolean isIncomplete() {
        return incomplete;
    }
}
