package io.raftelection.internal;

import java.util.ArrayList;
import java.util.List;

/** What an event leaves to be done on the same thread once the lock is released: waking, interrupting, disarming. */
final class Aftermath {
    private List<Runnable> steps = List.of();

    void add(Runnable step) {
        if (steps.isEmpty()) {
            steps = new ArrayList<>(2);
        }
        steps.add(step);
    }

    void run() {
        steps.forEach(Runnable::run);
    }
}
