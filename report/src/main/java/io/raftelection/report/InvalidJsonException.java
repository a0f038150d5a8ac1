package io.raftelection.report;

import java.io.Serial;

/** A line that is not JSON. */
final class InvalidJsonException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Whether the line ends where JSON has to go on. */
    private final boolean incomplete;

    InvalidJsonException(String message, boolean incomplete, Throwable cause) {
        super(message, cause);
        this.incomplete = incomplete;
    }

    boolean isIncomplete() {
        return incomplete;
    }
}
