package io.raftelection.testing.contract;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
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

    /** All that a listener may be told who came at some moment: who led then, and everything after it. */
    static List<List<LeadershipEvent>> possibleOf(List<LeadershipEvent> all) {
        var possible = new ArrayList<List<LeadershipEvent>>();
        var leading = new ArrayList<LeadershipEvent>();
        for (int moment = 0; moment <= all.size(); moment++) {
            var told = new ArrayList<>(leading);
            told.addAll(all.subList(moment, all.size()));
            possible.add(told);
            if (moment < all.size()) {
                var event = all.get(moment);
                leading.removeIf(earlier -> earlier.server().equals(event.server()));
                if (event instanceof Acquired) {
                    leading.add(event);
                }
            }
        }
        return possible;
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
