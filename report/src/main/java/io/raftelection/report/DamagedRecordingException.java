package io.raftelection.report;

import java.io.IOException;
import java.io.Serial;

/** Thrown when a recording cannot be read, with the number of the line and the reason. */
public final class DamagedRecordingException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The number of the damaged line. */
    private final long line;

    /**
     * Creates the exception.
     *
     * @param line the number of the line, from 1
     * @param reason what is wrong with it
     */
    public DamagedRecordingException(long line, String reason) {
        super("line " + line + ": " + reason);
        this.line = line;
    }

    /** {@return the number of the damaged line, from 1} */
    public long line() {
        return line;
    }
}
