package io.raftelection.micrometer;

import io.raftelection.Cause;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The present state of a cluster, which the gauges read. One thread at a time publishes; any thread may read. */
final class Present {
    final CauseCounts elections = new CauseCounts();
    final CauseCounts losses = new CauseCounts();

    private final Tracker tracker;

    /** Until when a server was tracked, in nanoseconds, as of the last time that a meter was read. */
    private final AtomicLong trackedUntil;

    /** Whether no server was tracked when a meter was read last. */
    private volatile boolean isIdle;

    private volatile Snapshot snapshot;

    Present(Tracker tracker, Duration from) {
        this.tracker = tracker;
        this.trackedUntil = new AtomicLong(from.toNanos());
        this.snapshot = new Snapshot(Set.of(), OptionalLong.empty(), 0, KnowledgeTime.startingAt(from));
    }

    /**
     * Publishes the state after an event.
     *
     * @param at the time of the event
     */
    void publish(Set<ServerId> leading, OptionalLong term, int reporting, Knowledge knowledge, Duration at) {
        var time = snapshot.time();
        if (isIdle) {
            isIdle = false;
            time = time.resumed(knowledge, Duration.ofNanos(trackedUntil.get()), at);
        } else {
            time = time.to(knowledge, at);
        }
        snapshot = new Snapshot(Set.copyOf(leading), term, reporting, time);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** {@return how many servers are tracked} */
    long tracked() {
        long tracked = tracker.standings().stream()
                .filter(standing -> standing.role() != Standing.Role.CLOSED)
                .count();
        isIdle = tracked == 0;
        return tracked;
    }

    /** {@return 1 if a leader is known, 0 if not, NaN if no server is tracked} */
    double isLeaderKnown() {
        if (tracked() == 0) {
            return Double.NaN;
        }
        return snapshot.time().now() == Knowledge.KNOWN ? 1 : 0;
    }

    /** {@return the periods of a knowledge; they end when no server is tracked any more} */
    KnowledgeTime.Periods periods(Knowledge knowledge) {
        long until = tracked() == 0
                ? trackedUntil.get()
                : trackedUntil.accumulateAndGet(tracker.elapsed().toNanos(), Math::max);
        return snapshot.time().periods(knowledge, Duration.ofNanos(until));
    }

    /** {@return how many changes had a cause, so far as that is settled} */
    long settled(CauseCounts changes, Cause.Kind cause) {
        return changes.count(cause, tracker.elapsed());
    }

    /** {@return how many notifications the tracker dropped} */
    long dropped() {
        return tracker.dropped();
    }
}
