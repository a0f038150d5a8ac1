package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * A task of the user's on its thread: of a leader, or a look. Its lock sees to it that an interrupt arrives before the
 * task is over or not at all; only who interrupts and the end of this task ever want it.
 */
final class InterruptibleRun {
    private final Thread thread = Thread.currentThread();

    @GuardedBy("this")
    private boolean over;

    @GuardedBy("this")
    private boolean interrupted;

    /** Interrupts the task unless it is over. */
    synchronized void interrupt() {
        if (!over) {
            interrupted = true;
            thread.interrupt();
        }
    }

    /** Ends the task, on its thread; answers whether it was interrupted, and takes that interrupt back. */
    synchronized boolean end() {
        over = true;
        if (interrupted) {
            Thread.interrupted();
        }
        return interrupted;
    }
}
