package io.raftelection.internal;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one recording says about its clock, compared with the clocks of other recordings of the cluster: the times at
 * which its servers acquired terms, and at which they first followed the leaders of terms. It keeps at most
 * {@value #MAX_TERMS} terms, spread evenly, so its memory is bounded. Not thread-safe.
 */
public final class ClockEvidence {
    static final int MAX_TERMS = 1 << 14;

    private final Map<TermLeader, Long> acquired = new HashMap<>();
    private final Map<TermLeader, Long> followed = new HashMap<>();
    private final SortedMap<ServerId, Range> servers = new TreeMap<>();
    private Instant startedAt = Instant.EPOCH;
    private Duration until = Duration.ZERO;

    /** Only terms that are multiples of it are kept. */
    private long stride = 1;

    /** A term and its leader. */
    record TermLeader(long term, ServerId leader) {}

    /** The terms of a server; the first is greater than the last if none is known. */
    record Range(long first, long last) {
        private Range and(Range other) {
            return new Range(Math.min(first, other.first), Math.max(last, other.last));
        }

        boolean isBefore(Range other) {
            return first <= last && other.first <= other.last && last < other.first;
        }
    }

    /** Creates one for a recording without events. */
    public ClockEvidence() {}

    /**
     * Takes an event.
     *
     * @param event the event, with its time counted from the start of the recording
     */
    public void on(LeadershipEvent event) {
        var term = event.term();
        servers.merge(event.server(), new Range(term.orElse(Long.MAX_VALUE), term.orElse(Long.MIN_VALUE)), Range::and);
        var claim = TermClaim.of(event);
        if (claim != null && term.isPresent() && !event.already()) {
            keep(
                    claim.leader().equals(claim.reportedBy()) ? acquired : followed,
                    new TermLeader(term.getAsLong(), claim.leader()),
                    Checks.moment(event.at()) - Checks.moment(event.uncertainty()));
        }
    }

    private void keep(Map<TermLeader, Long> times, TermLeader key, long at) {
        if (key.term() % stride == 0) {
            if (times.size() >= MAX_TERMS && stride < Long.MAX_VALUE / 2) {
                stride *= 2;
                acquired.keySet().removeIf(other -> other.term() % stride != 0);
                followed.keySet().removeIf(other -> other.term() % stride != 0);
            }
            if (times.size() < MAX_TERMS && key.term() % stride == 0) {
                times.merge(key, at, Math::min);
            }
        }
    }

    /**
     * Ends the recording.
     *
     * @param start the wall-clock time from which its times count; {@link Instant#EPOCH} if unknown
     * @param end its end, counted from its start
     */
    public void ended(Instant start, Duration end) {
        startedAt = start;
        until = end;
    }

    /** {@return the wall-clock time from which its times count} */
    public Instant startedAt() {
        return startedAt;
    }

    /** {@return its end} */
    public Duration until() {
        return until;
    }

    /** {@return its servers and their terms} */
    SortedMap<ServerId, Range> ranges() {
        return servers;
    }

    /** {@return the servers that reported an event} */
    public SortedSet<ServerId> servers() {
        return new TreeSet<>(servers.keySet());
    }

    Map<TermLeader, Long> acquired() {
        return acquired;
    }

    Map<TermLeader, Long> followed() {
        return followed;
    }
}
