package io.raftelection.watch.jmx;

import java.io.IOException;
import java.io.Serial;

/** Thrown if a JVM cannot be asked, or its answer is not valid. The message is in words and has no address. */
public final class JmxException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The class of the exception that the JVM answered with; empty if it is no answer. */
    private final String remoteClass;

    JmxException(String message) {
        this("", message);
    }

    JmxException(String message, Throwable cause) {
        super(message, cause);
        this.remoteClass = "";
    }

    JmxException(String remoteClass, String message) {
        super(message);
        this.remoteClass = remoteClass;
    }

    /** {@return whether the JVM answered that there is no such MBean} */
    public boolean isMissing() {
        return remoteClass.equals("javax.management.InstanceNotFoundException");
    }

    /** {@return whether the JVM answered that it no longer knows the connection} */
    boolean isForgotten() {
        return remoteClass.equals("java.rmi.NoSuchObjectException");
    }

    /** {@return whether the JVM answered at all} */
    boolean isAnswer() {
        return !remoteClass.isEmpty();
    }
}
