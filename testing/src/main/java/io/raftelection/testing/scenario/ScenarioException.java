package io.raftelection.testing.scenario;

import java.io.Serial;

/** Thrown when a line of a scenario is not valid. The message starts with its number and says what was expected. */
public final class ScenarioException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The number of the line. */
    private final int line;

    /**
     * Creates the exception.
     *
     * @param line the number of the line, from 1
     * @param message what is wrong with it, without the number
     */
    public ScenarioException(int line, String message) {
        super("line " + line + ": " + message);
        this.line = line;
    }

    /** {@return the number of the line, from 1} */
    public int line() {
        return line;
    }
}
