package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in the order they were added, one at a time, on the callback executor. Adding and draining are two steps,
 * so that tasks can be added under a lock and run outside it.
 */
final class Outbox {
    private final Callbacks executor;

    @GuardedBy("this")
    private @Nullable Queue<Runnable> tasks;

    @GuardedBy("this")
    private boolean draining;

    /** Whether anything waits or runs; read without the lock, for mostly nothing does. */
    private volatile boolean busy;

    Outbox(Callbacks executor) {
        this.executor = executor;
    }

    synchronized void add(Runnable task) {
        if (tasks == null) {
            tasks = new ArrayDeque<>();
        }
        tasks.add(task);
        busy = true;
    }

    /** Starts running what was added, unless a thread is already at it. Never throws. */
    void drain() {
        if (!busy) {
            return;
        }
        boolean isUnderWay;
        synchronized (this) {
            if (tasks == null || tasks.isEmpty()) {
                return;
            }
            isUnderWay = draining;
            draining = true;
        }
        if (isUnderWay) {
            executor.retry();
            return;
        }
        try {
            executor.execute(this::runAll);
        } catch (Throwable e) { // there was no memory for the hand-over itself: whoever drains next tries again
            synchronized (this) {
                draining = false;
            }
        }
    }

    /**
     * An interrupt that one callback leaves is not seen by the next. The thread has it again afterwards, for it may be
     * meant for the thread: an executor of the user's that is shut down, or an engine's thread.
     */
    private void runAll() {
        boolean interrupted = Thread.interrupted();
        for (var task = next(); task != null; task = next()) {
            executor.guard(task);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Runnable next() {
        var task = tasks == null ? null : tasks.poll();
        draining = task != null;
        busy = draining;
        return task;
    }
}
