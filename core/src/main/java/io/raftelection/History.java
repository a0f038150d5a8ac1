package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.Notation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was heard of a cluster, in the order in which it was heard. There is no order across servers: a new leader is
 * often heard of before the loss of the old one.
 *
 * @param cluster the cluster's name
 * @param startedAt the wall-clock time from which events count
 * @param until the end of what is known, counted from the start: now, or when the tracker was closed
 * @param events what was heard
 * @param dropped how many events are missing: earlier ones that were no longer kept, or others that a recorder was too
 *     slow for
 */
public record History(String cluster, Instant startedAt, Duration until, List<LeadershipEvent> events, long dropped) {

    /**
     * Checks the values, and copies the events.
     *
     * @param cluster the cluster's name
     * @param startedAt the wall-clock time from which events count
     * @param until the end of what is known
     * @param events what was heard
     * @param dropped how many events are missing
     * @throws IllegalArgumentException if {@code until} or {@code dropped} is negative, an event is earlier than the
     *     event before it, or {@code until} is earlier than the last event
     */
    public History {
        Checks.notNull(cluster, "cluster");
        Checks.notNull(startedAt, "startedAt");
        Checks.notNegative(until, "until");
        events = Checks.list(events, "events", "event");
        Checks.notNegative(dropped, "dropped");
        var last = Duration.ZERO;
        for (var event : events) {
            if (event.at().compareTo(last) < 0) {
                throw new IllegalArgumentException(
                        "event \"" + event + "\": is earlier than the event before it, at " + Notation.seconds(last));
            }
            last = event.at();
        }
        if (until.compareTo(last) < 0) {
            throw new IllegalArgumentException(
                    "until: " + until + ", expected at least the time of the last event, " + last);
        }
    }

    /** {@return whether Raft's Election Safety held in all that is here, see {@link ElectionSafety}} */
    public boolean isSafe() {
        return safety().isSafe();
    }

    /** {@return the check of Raft's Election Safety} */
    public ElectionSafety safety() {
        return ElectionSafety.of(this);
    }

    /** {@return elections, tenures, gaps and overlaps, in figures} */
    public Summary summary() {
        return Summary.of(this);
    }

    /** {@return the events in the one notation, a line each} */
    @Override
    public String toString() {
        return events.stream().map(LeadershipEvent::toString).collect(Collectors.joining("\n"));
    }
}
