package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in the order in which they were added, one at a time, on the callback executor. Adding and draining are
 * two steps, so that tasks can be added under a lock and run outside it.
 */
final class Outbox {
    private final CallbackExecutor executor;

    @GuardedBy("this")
    private @Nullable Queue<Runnable> tasks;

    @GuardedBy("this")
    private boolean draining;

    /** Whether a task waits or runs. Read without the lock, since usually none does. */
    private volatile boolean busy;

    Outbox(CallbackExecutor executor) {
        this.executor = executor;
    }

    /** Returns a new outbox on the same executor. */
    Outbox another() {
        return new Outbox(executor);
    }

    synchronized void add(Runnable task) {
        if (tasks == null) {
            tasks = new ArrayDeque<>();
        }
        tasks.add(task);
        busy = true;
    }

    /** Starts to run the tasks, unless a thread already does. Never throws. */
    void drain() {
        if (!busy) {
            return;
        }
        boolean isRunning;
        synchronized (this) {
            if (tasks == null || tasks.isEmpty()) {
                return;
            }
            isRunning = draining;
            draining = true;
        }
        if (isRunning) {
            executor.retry();
            return;
        }
        try {
            executor.execute(this::runAll);
        } catch (Throwable e) { // no memory for the hand-over itself: the next call tries again
            synchronized (this) {
                draining = false;
            }
        }
    }

    /**
     * Runs all tasks. An interrupt that one callback leaves is hidden from the next one. It is restored afterwards,
     * since it may be meant for the thread, for example by a user's executor that is shut down.
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
