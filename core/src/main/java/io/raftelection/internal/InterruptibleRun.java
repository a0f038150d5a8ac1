package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * A task of the user's on its thread: a leader's task, or a poll. Its lock ensures that an interrupt arrives before the
 * task ends or not at all. Only the thread that interrupts and the end of the task take that lock.
 */
final class InterruptibleRun {
    private final Thread thread = Thread.currentThread();

    @GuardedBy("this")
    private boolean over;

    @GuardedBy("this")
    private boolean interrupted;

    /**
     * Interrupts the task from a shared thread, whatever the user's executor does. An engine's thread must not do it: a
     * thread that waits in an interruptible channel or a selector runs foreign code when it is interrupted.
     */
    void interruptSoon() {
        SharedThreads.UNBOUNDED.execute(this::interrupt);
    }

    /** Interrupts the task unless it is over. */
    synchronized void interrupt() {
        if (!over) {
            interrupted = true;
            thread.interrupt();
        }
    }

    /** Ends the task, on its thread, and clears the interrupt. {@return whether the task was interrupted} */
    synchronized boolean end() {
        over = true;
        if (interrupted) {
            Thread.interrupted();
        }
        return interrupted;
    }
}
