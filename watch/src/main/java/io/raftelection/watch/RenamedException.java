package io.raftelection.watch;

import java.io.IOException;
import java.io.Serial;

/**
 * Thrown if a server that is tracked by its address says its name. It is no problem of the server: the next search
 * begins soon, and tracks the server by its name.
 */
public final class RenamedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception. Control characters in the name become question marks.
     *
     * @param name what the server says of itself, for example {@code node 1}
     */
    public RenamedException(String name) {
        super("the server is " + Reason.printable(name) + ", by which it is tracked from now on");
    }
}
