package io.raftelection.internal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A task on its way to a thread. It may be given to several executors: the first that begins it runs it, and the others
 * find nothing to do.
 */
final class HandOver implements Runnable {
    /** Runs the task if the user's executor does not. */
    private final Workers own;

    /** None as soon as it has begun. */
    private final AtomicReference<@Nullable Runnable> task;

    /** For how many checks it has been waiting. Guarded by the lock of {@link HandOvers}. */
    private int checks;

    HandOver(Runnable task, Workers own) {
        this.task = new AtomicReference<>(task);
        this.own = own;
    }

    Workers own() {
        return own;
    }

    boolean hasBegun() {
        return task.get() == null;
    }

    /** Counts one more check, and answers which it is: the first, the second, and so on. */
    int checked() {
        return ++checks;
    }

    int checks() {
        return checks;
    }

    @Override
    public void run() {
        var first = task.getAndSet(null);
        if (first != null) {
            first.run();
        }
    }
}
