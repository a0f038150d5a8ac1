package io.raftelection.internal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A task on its way to a thread. Several executors may receive it: the first that starts it runs it, and the others do
 * nothing.
 */
final class HandOver implements Runnable {
    /** Runs the task if the user's executor does not. */
    private final Workers own;

    /** Null once the task has started. */
    private final AtomicReference<@Nullable Runnable> task;

    /** How many checks it has waited for. Guarded by the lock of {@link HandOvers}. */
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

    /** Counts a check. {@return the number of checks so far} */
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
