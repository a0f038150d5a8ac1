package io.raftelection.testing.contract;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import java.util.ArrayList;
import java.util.List;

/** A listener that keeps what it is told, and waits until it was told something. */
final class Heard implements LeadershipListener {
    private final List<LeadershipEvent> events = new ArrayList<>();

    @Override
    public synchronized void on(LeadershipEvent event) {
        events.add(event);
        notifyAll();
    }

    synchronized List<LeadershipEvent> events() {
        return List.copyOf(events);
    }

    /** Waits until it was told of an event. */
    synchronized void await(LeadershipEvent event) throws InterruptedException {
        long end = System.nanoTime() + Arena.PATIENCE.toNanos();
        while (!events.contains(event)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(event + ": not told, told were " + events);
            }
            wait(left);
        }
    }
}
