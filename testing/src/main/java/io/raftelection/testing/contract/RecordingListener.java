package io.raftelection.testing.contract;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A listener that records its events, and can wait for them. */
final class RecordingListener implements LeadershipListener {
    private final List<LeadershipEvent> events = new ArrayList<>();

    @Override
    public synchronized void on(LeadershipEvent event) {
        if (ContractCluster.isLeadership(event)) {
            events.add(event);
            notifyAll();
        }
    }

    /**
     * Returns all valid sequences for a listener of leadership changes: the present leaderships at some moment, and
     * then every later change.
     */
    private static List<List<LeadershipEvent>> possibleOf(List<LeadershipEvent> all) {
        var possible = new ArrayList<List<LeadershipEvent>>();
        var leading = new ArrayList<LeadershipEvent>();
        for (int moment = 0; moment <= all.size(); moment++) {
            var told = new ArrayList<>(leading);
            told.addAll(all.subList(moment, all.size()));
            possible.add(told);
            if (moment < all.size()) {
                var event = all.get(moment);
                leading.removeIf(earlier -> earlier.server().equals(event.server()));
                if (ContractCluster.isAcquired(event)) {
                    leading.add(event);
                }
            }
        }
        return possible;
    }

    /** Waits until the recorded events are a valid sequence, without a missing or an extra event. */
    synchronized void awaitAllOf(Supplier<List<LeadershipEvent>> all) throws InterruptedException {
        long end = System.nanoTime() + ContractCluster.PATIENCE.toNanos();
        for (var possible = possibleOf(all.get()); !possible.contains(events); possible = possibleOf(all.get())) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("received " + events + ", expected one of " + possible);
            }
            wait(left);
        }
    }
}
