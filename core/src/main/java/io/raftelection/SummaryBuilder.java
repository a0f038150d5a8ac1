package io.raftelection;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.Summary.Overlap;
import io.raftelection.Summary.Periods;
import io.raftelection.Summary.Tenure;
import io.raftelection.internal.KnownLeaders;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Computes a {@link Summary} event by event, without keeping the events. It can be subscribed to a tracker, and has a
 * summary at any time.
 *
 * <p>The events may come from several runs of a process, one after another: see {@link #endRun}.
 *
 * <p>Safe for use by many threads.
 */
public final class SummaryBuilder implements LeadershipListener {
    private static final Periods NONE = new Periods(0, Duration.ZERO, Duration.ZERO);

    private final Map<ServerId, Acquired> leading;
    private final SortedMap<ServerId, Tenure> tenures;
    private final Map<Anomaly.Kind, Long> anomalies;
    private final KnownLeaders known = new KnownLeaders();
    private Periods withoutKnownLeader = NONE;
    private Periods untilReady = NONE;
    private Optional<Overlap> longest = Optional.empty();

    /** The start of the present period without a known leader; empty while one is known. */
    private Optional<Duration> unknownSince = Optional.of(Duration.ZERO);

    private long elections;

    /** Creates a builder that has seen no event. */
    public SummaryBuilder() {
        leading = new HashMap<>();
        tenures = new TreeMap<>();
        anomalies = new EnumMap<>(Anomaly.Kind.class);
    }

    private SummaryBuilder(SummaryBuilder other) {
        leading = new HashMap<>(other.leading);
        tenures = new TreeMap<>(other.tenures);
        anomalies = new EnumMap<>(other.anomalies);
        withoutKnownLeader = other.withoutKnownLeader;
        untilReady = other.untilReady;
        longest = other.longest;
        unknownSince = other.unknownSince;
        elections = other.elections;
    }

    /**
     * Counts an event.
     *
     * @param event the event; its time is not earlier than that of the previous event
     */
    @Override
    public synchronized void on(LeadershipEvent event) {
        for (var kind : event.anomalies()) {
            anomalies.merge(kind, 1L, Long::sum);
        }
        if (!event.isChange()) {
            return;
        }
        event.accept(this::begin, this::ready, this::lost, known::follows, members -> {});
        if (known.isLeaderKnown()) {
            endPeriodWithoutKnownLeader(event.at());
            unknownSince = Optional.empty();
        } else if (unknownSince.isEmpty()) {
            unknownSince = Optional.of(event.at());
        }
    }

    private void endPeriodWithoutKnownLeader(Duration until) {
        unknownSince
                .map(until::minus)
                .filter(length -> !length.isZero())
                .ifPresent(length -> withoutKnownLeader = withoutKnownLeader.plus(length));
    }

    /**
     * Ends every leadership that is held, as at the end of a recorded process. The times of later events count from
     * zero again.
     *
     * @param until the end of that run
     */
    public synchronized void endRun(Duration until) {
        endPeriodWithoutKnownLeader(until);
        for (var held : List.copyOf(leading.values())) {
            end(held, until);
        }
        known.clear();
        unknownSince = Optional.of(Duration.ZERO);
    }

    /**
     * {@return the summary of all events so far} Events may follow.
     *
     * @param until the end of the present run, which ends the leaderships that are held
     */
    public Summary build(Duration until) {
        SummaryBuilder copy;
        synchronized (this) {
            copy = new SummaryBuilder(this);
        }
        copy.endRun(until);
        return copy.build();
    }

    /** {@return the summary of all events so far, for a builder whose present run has ended} */
    public synchronized Summary build() {
        return new Summary(
                elections, new TreeMap<>(tenures), withoutKnownLeader, untilReady, longest, new EnumMap<>(anomalies));
    }

    private void begin(Acquired acquired) {
        end(acquired.server(), acquired.at());
        elections++;
        leading.put(acquired.server(), acquired);
        known.acquired(acquired);
    }

    private void ready(Ready ready) {
        var held = leading.get(ready.server());
        if (held != null) {
            untilReady = untilReady.plus(ready.at().minus(held.at()));
        }
    }

    private void lost(Lost lost) {
        end(lost.server(), lost.at());
        known.lost(lost);
    }

    private void end(ServerId server, Duration at) {
        var held = leading.get(server);
        if (held != null) {
            end(held, at);
        }
    }

    private void end(Acquired held, Duration at) {
        leading.remove(held.server());
        var before = tenures.get(held.server());
        tenures.put(held.server(), (before == null ? new Tenure(0, Duration.ZERO) : before).plus(at.minus(held.at())));
        for (var other : leading.values()) {
            overlap(held, other, at);
        }
    }

    private void overlap(Acquired one, Acquired other, Duration at) {
        boolean inOrder = one.at().compareTo(other.at()) <= 0;
        var older = inOrder ? one : other;
        var newer = inOrder ? other : one;
        var length = at.minus(newer.at());
        if (length.compareTo(longest.map(Overlap::length).orElse(Duration.ZERO)) > 0) {
            longest = Optional.of(new Overlap(older, newer, length));
        }
    }
}
