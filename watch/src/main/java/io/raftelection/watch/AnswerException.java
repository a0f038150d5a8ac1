package io.raftelection.watch;

import java.io.IOException;
import java.io.Serial;

/**
 * Thrown if a server's answer is missing or not valid. The message names the address, what was got and what was
 * allowed.
 */
public final class AnswerException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception. Control characters in the message become question marks.
     *
     * @param message the subject, a colon, and what is the case
     */
    public AnswerException(String message) {
        super(Reason.printable(message));
    }
}
