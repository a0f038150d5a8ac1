package io.raftelection.testing;

/** The time until a control is closed: afterwards, and in an interrupted thread, nothing is begun. */
final class Lifetime {
    private volatile boolean closed;

    /** Something that may wait. */
    @FunctionalInterface
    interface Step<T, E extends Exception> {
        T take() throws E, InterruptedException;
    }

    /** The same, with no result. */
    @FunctionalInterface
    interface Deed<E extends Exception> {
        void be() throws E, InterruptedException;
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

    /** Does something in an interrupted thread too: what an engine calls may fail in one, or clear its flag. */
    static void withoutInterrupt(Runnable deed) {
        boolean interrupted = Thread.interrupted();
        try {
            deed.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** As {@link #during}. */
    <E extends Exception> void doing(Deed<E> deed) throws E, InterruptedException {
        var unused = during(() -> {
            deed.be();
            return this;
        });
    }

    /**
     * Does something that may wait. What goes wrong because the control is closed meanwhile is told as just that.
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

    /** Engines wrap it, in exceptions of their own. */
    private static boolean isInterruption(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    private static InterruptedException interruption(Exception cause) {
        boolean unused = Thread.interrupted(); // told by the exception
        var interruption = new InterruptedException("interrupted in the engine");
        interruption.initCause(cause);
        return interruption;
    }
}
