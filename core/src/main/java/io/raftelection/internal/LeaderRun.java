package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * One task of a leader, on its thread. Its lock sees to it that the interrupt of the loss arrives before the task is
 * over or not at all; only the loss and the end of this task ever want it.
 */
final class LeaderRun {
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
