package io.raftelection.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Actions that an event requires and that must not run under the lock: they wake and interrupt threads and cancel
 * timers. The thread that causes them runs them once it has released the lock. Filled and taken under the ledger's
 * lock; usually empty.
 */
final class DeferredActions {
    private List<Runnable> actions = List.of();

    void add(Runnable action) {
        if (actions.isEmpty()) {
            actions = new ArrayList<>(2);
        }
        actions.add(action);
    }

    /** Returns the actions and forgets them. */
    List<Runnable> take() {
        var taken = actions;
        if (!taken.isEmpty()) {
            actions = List.of();
        }
        return taken;
    }
}
