package io.raftelection.report;

import java.io.IOException;
import java.io.Serial;

/** Thrown if a recording is damaged. The message has the number of the line and the reason. */
public final class DamagedRecordingException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The number of the damaged line. */
    private final long line;

    /**
     * Creates the exception.
     *
     * @param line the number of the line, from 1
     * @param reason the reason, without a subject, such as {@code is not UTF-8}
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
