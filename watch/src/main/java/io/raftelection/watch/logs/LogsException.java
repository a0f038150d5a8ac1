package io.raftelection.watch.logs;

/** A log or a definition cannot be read; the message names it and what was allowed. */
public final class LogsException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message the subject, a colon, and what is the case */
    public LogsException(String message) {
        super(message);
    }
}
