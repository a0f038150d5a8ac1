package io.raftelection.spi;

import io.raftelection.Subscription;
import java.time.Duration;

/** The tracker's only source of time. Its methods return at once, never throw, and may be called by any thread. */
public interface Timer {

    /** {@return nanoseconds since some fixed moment, never falling, as {@link System#nanoTime()}} */
    long nanoTime();

    /**
     * Runs a task once, later, on a thread that is nobody's.
     *
     * @param delay how much later, more than zero
     * @param task what to run; it returns at once
     * @return cancels the task if it has not run
     */
    Subscription schedule(Duration delay, Runnable task);
}
