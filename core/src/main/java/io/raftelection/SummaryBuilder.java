package io.raftelection;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.Summary.Overlap;
import io.raftelection.Summary.Periods;
import io.raftelection.Summary.Tenure;
import io.raftelection.internal.Checks;
import io.raftelection.internal.Clues;
import io.raftelection.internal.KnownLeaders;
import io.raftelection.internal.StormFinder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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

    /** How many elections are kept whose cause a later report of a stall may show. */
    private static final int MAX_PENDING = 256;

    private final Map<ServerId, Acquired> leading;
    private final SortedMap<ServerId, Tenure> tenures;
    private final Map<Anomaly.Kind, Long> anomalies;
    private final KnownLeaders known = new KnownLeaders();
    private final Causes causes;
    private final SortedMap<Cause.Kind, Long> byCause;
    private final StormFinder storms;

    /** The latest elections of unknown cause. */
    private final Deque<Clues.Interval> pending;

    /** The start of the present run, counted from that of the first. */
    private Duration offset = Duration.ZERO;

    private Periods withoutKnownLeader = NONE;
    private Periods untilReady = NONE;
    private Optional<Overlap> longest = Optional.empty();

    /** The start of the present period without a known leader; empty while one is known. */
    private Optional<Duration> unknownSince = Optional.of(Duration.ZERO);

    private long elections;

    /** Creates a builder that has seen no event. */
    public SummaryBuilder() {
        this(Storm.Rule.DEFAULT);
    }

    /**
     * Creates a builder that has seen no event.
     *
     * @param rule which elections are a storm
     */
    public SummaryBuilder(Storm.Rule rule) {
        causes = new Causes();
        byCause = new TreeMap<>();
        storms = new StormFinder(Checks.notNull(rule, "rule"));
        pending = new ArrayDeque<>();
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
        causes = new Causes(other.causes);
        byCause = new TreeMap<>(other.byCause);
        storms = new StormFinder(other.storms);
        pending = new ArrayDeque<>(other.pending);
        offset = other.offset;
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
        var cause = causes.event(event);
        if (event instanceof Acquired && cause.isPresent()) {
            elected(event, cause.get().kind());
        }
        event.accept(this::begin, this::ready, this::lost, known::follows, members -> {});
        if (known.isLeaderKnown()) {
            endPeriodWithoutKnownLeader(event.at());
            unknownSince = Optional.empty();
        } else if (unknownSince.isEmpty()) {
            unknownSince = Optional.of(event.at());
        }
    }

    private void elected(LeadershipEvent event, Cause.Kind cause) {
        byCause.merge(cause, 1L, Long::sum);
        if (!event.already()) {
            storms.elected(offset.plus(event.at()));
        }
        if (cause == Cause.Kind.UNKNOWN) {
            pending.addLast(causes.interval());
            if (pending.size() > MAX_PENDING) {
                pending.removeFirst();
            }
        }
    }

    /**
     * Follows a fact, which may be the cause of an election.
     *
     * @param fact the fact; its time is not earlier than that of the previous event or fact
     */
    @Override
    public synchronized void fact(Fact fact) {
        causes.fact(fact);
        if (fact.kind() == Fact.Kind.STALL) {
            pending.removeIf(election -> election.overlaps(fact) && isStall());
        }
    }

    /** Counts an election of unknown cause as caused by a stall. */
    private boolean isStall() {
        byCause.merge(Cause.Kind.STALL, 1L, Long::sum);
        byCause.computeIfPresent(Cause.Kind.UNKNOWN, (kind, count) -> count == 1 ? null : count - 1);
        return true;
    }

    /** Notes that events are missing here: the next leader may not be the next in truth. */
    public synchronized void missed() {
        causes.missed();
    }

    /**
     * Notes that events of one of several processes are missing, while those of the others follow.
     *
     * @param until until when they are missing: see {@link Causes#missed(Duration)}
     */
    public synchronized void missed(Duration until) {
        causes.missed(until);
    }

    /** Notes what is missing at a place of a history. */
    synchronized void missed(Missing missing) {
        causes.missed(missing);
    }

    /** Notes that only facts are missing here: what goes on may have ended. */
    public synchronized void missedFacts() {
        causes.missedFacts();
    }

    @Override
    public void missed(long events, List<Standing> standings) {
        if (events == 0) {
            missedFacts();
        } else {
            missed();
        }
    }

    /**
     * Begins a run. The times of storms count from the start of the first run.
     *
     * @param start the start of the run, counted from that of the first one
     */
    public synchronized void startRun(Duration start) {
        offset = Checks.notNegative(start, "start");
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
        causes.endRun();
        storms.endRun();
        pending.clear();
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
                elections,
                new TreeMap<>(tenures),
                withoutKnownLeader,
                untilReady,
                longest,
                new EnumMap<>(anomalies),
                new TreeMap<>(byCause),
                new Summary.Storms(storms.times(), storms.largest()));
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
