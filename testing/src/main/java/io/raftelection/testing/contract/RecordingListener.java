package io.raftelection.testing.contract;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A listener that keeps what it is told, and waits until it was told something. */
final class RecordingListener implements LeadershipListener {
    private final List<LeadershipEvent> events = new ArrayList<>();

    @Override
    public synchronized void on(LeadershipEvent event) {
        events.add(event);
        notifyAll();
    }

    /** All that a listener may be told who came at some moment: who led then, and everything after it. */
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
                event.accept(leading::add, lost -> {});
            }
        }
        return possible;
    }

    /** Waits until it was told what a listener may be told, whenever it came: no more and no less. */
    synchronized void awaitAllOf(Supplier<List<LeadershipEvent>> all) throws InterruptedException {
        long end = System.nanoTime() + ContractCluster.PATIENCE.toNanos();
        for (var possible = possibleOf(all.get()); !possible.contains(events); possible = possibleOf(all.get())) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("told were " + events + ", expected one of " + possible);
            }
            wait(left);
        }
    }
}
