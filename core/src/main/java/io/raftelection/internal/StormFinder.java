package io.raftelection.internal;

import io.raftelection.Storm;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the storms in a sequence of elections, and keeps the largest ones. Two storms that have an election in common
 * are one. Not thread-safe.
 */
public final class StormFinder {
    /** How many storms are kept. */
    public static final int KEPT = 10;

    private final Storm.Rule rule;
    private final Deque<Duration> recent;
    private final PriorityQueue<Storm> largest;

    /** The present storm, which the next election may continue. */
    private @Nullable Storm present;

    /** How many elections there were after the present storm. */
    private long after;

    private long times;

    /**
     * Creates a finder that has seen no election.
     *
     * @param rule which elections are a storm
     */
    public StormFinder(Storm.Rule rule) {
        this.rule = rule;
        recent = new ArrayDeque<>();
        largest = new PriorityQueue<>(Comparator.comparingLong(Storm::elections));
    }

    /**
     * Copies another finder.
     *
     * @param other the other finder
     */
    public StormFinder(StormFinder other) {
        rule = other.rule;
        recent = new ArrayDeque<>(other.recent);
        largest = new PriorityQueue<>(other.largest);
        present = other.present;
        after = other.after;
        times = other.times;
    }

    /**
     * Counts an election.
     *
     * @param at its time, not earlier than that of the election before
     */
    public void elected(Duration at) {
        recent.addLast(at);
        if (recent.size() > rule.elections()) {
            recent.removeFirst();
        }
        after++;
        if (recent.size() < rule.elections() || at.minus(recent.getFirst()).compareTo(rule.window()) > 0) {
            return;
        }
        if (present != null && after < rule.elections()) {
            present = new Storm(present.from(), at, present.elections() + after);
        } else {
            keep();
            times++;
            present = new Storm(recent.getFirst(), at, rule.elections());
        }
        after = 0;
    }

    private void keep() {
        if (present != null) {
            largest.add(present);
            if (largest.size() > KEPT) {
                largest.remove();
            }
            present = null;
        }
    }

    /** Ends a run. The next election continues no storm. */
    public void endRun() {
        keep();
        recent.clear();
    }

    /** {@return the number of storms} */
    public long times() {
        return times;
    }

    /** {@return the largest storms, in the order of their times} */
    public List<Storm> largest() {
        var storms = new ArrayList<>(largest);
        if (present != null) {
            storms.add(present);
        }
        storms.sort(Comparator.comparingLong(Storm::elections).reversed());
        var kept = new ArrayList<>(storms.subList(0, Math.min(KEPT, storms.size())));
        kept.sort(Comparator.comparing(Storm::from));
        return List.copyOf(kept);
    }
}
