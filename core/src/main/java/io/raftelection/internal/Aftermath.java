package io.raftelection.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * What an event leaves to be done on the same thread once the lock is released: waking, interrupting, disarming. Filled
 * and taken under the cluster's lock; mostly there is nothing.
 */
final class Aftermath {
    private List<Runnable> steps = List.of();

    void add(Runnable step) {
        if (steps.isEmpty()) {
            steps = new ArrayList<>(2);
        }
        steps.add(step);
    }

    /** Hands over what is to be done, and begins anew. */
    List<Runnable> take() {
        var taken = steps;
        if (!taken.isEmpty()) {
            steps = List.of();
        }
        return taken;
    }
}
