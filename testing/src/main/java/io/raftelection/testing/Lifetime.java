package io.raftelection.testing;

/** The time until a control is closed. No operation starts afterwards, or in an interrupted thread. */
final class Lifetime {
    private volatile boolean closed;

    /** An operation that may wait. */
    @FunctionalInterface
    interface Step<T, E extends Exception> {
        T take() throws E, InterruptedException;
    }

    /** An operation that may wait and has no result. */
    @FunctionalInterface
    interface VoidStep<E extends Exception> {
        void take() throws E, InterruptedException;
    }

    void end() {
        closed = true;
    }

    boolean hasEnded() {
        return closed;
    }

    /** Throws if the control is closed. */
    void check() {
        if (closed) {
            throw new IllegalStateException("control: closed");
        }
    }

    /**
     * Runs an operation without the interrupt of the thread, which could make the engine's code fail, and restores it
     * afterwards.
     */
    static void withoutInterrupt(Runnable operation) {
        boolean interrupted = Thread.interrupted();
        try {
            operation.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Does what {@link #during} does, without a result. */
    <E extends Exception> void doing(VoidStep<E> step) throws E, InterruptedException {
        var unused = during(() -> {
            step.take();
            return this;
        });
    }

    /**
     * Runs an operation that may wait. A failure that is caused by the close of the control is reported as that close.
     *
     * @throws IllegalStateException if the control is closed, before or meanwhile
     * @throws InterruptedException if the thread is interrupted, before or meanwhile
     */
    <T, E extends Exception> T during(Step<T, E> step) throws E, InterruptedException {
        check();
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before it began");
        }
        T result;
        try {
            result = step.take();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (closed) {
                throw new IllegalStateException("control: closed", e);
            }
            if (isInterruption(e)) {
                throw interruption(e);
            }
            throw e;
        }
        check();
        return result;
    }

    /** Engines wrap it in their own exceptions. */
    private static boolean isInterruption(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    private static InterruptedException interruption(Exception cause) {
        boolean unused = Thread.interrupted(); // the exception reports the interrupt
        var interruption = new InterruptedException("interrupted in the engine");
        interruption.initCause(cause);
        return interruption;
    }
}
