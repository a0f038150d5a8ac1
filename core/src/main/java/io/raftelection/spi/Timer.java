package io.raftelection.spi;

import java.time.Duration;

/**
 * The only source of time of a tracker. The tracker calls its methods on any thread, engines' threads included, so they
 * must return at once and never throw.
 */
public interface Timer {

    /** {@return nanoseconds since a fixed moment, as {@link System#nanoTime()}; they never decrease} */
    long nanoTime();

    /**
     * Runs a task once, later, on a timer thread.
     *
     * @param delay the delay, more than zero
     * @param task the task; it returns at once
     * @return a handle that cancels the task
     */
    Cancellable schedule(Duration delay, Runnable task);

    /** A handle of a scheduled task. Safe for use by many threads. */
    @FunctionalInterface
    interface Cancellable {

        /** Cancels the task unless it has run. May be called any number of times, from any thread. */
        void cancel();
    }
}
