package io.raftelection;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.internal.Checks;
import io.raftelection.internal.Clues;
import io.raftelection.internal.Clues.Interval;
import io.raftelection.internal.Evidence;
import io.raftelection.internal.OpenStates;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the causes of acquisitions and losses, event by event, with bounded memory. {@link #of} does it for a history.
 *
 * <p>A {@link Fact} counts only if the change lies between its begin and its end and the fact concerns the server that
 * won, lost, or led before. An election has the cause of the loss before it, if that is known; a transfer explains the
 * election of its target only. A stall counts only if it overlaps the time in which the change happened: that time ends
 * with the report, and begins {@link #REPORT_DELAY} before it, or before the loss of the previous leader. Not
 * thread-safe.
 */
public final class Causes {
    /** How late an engine may report a change, at most. An election of most engines takes less. */
    public static final Duration REPORT_DELAY = Duration.ofSeconds(1);

    private final Clues clues;

    /** The latest leadership. */
    private @Nullable Acquired leader;

    /** The server that led before it. */
    private @Nullable ServerId before;

    /** The loss of the latest leadership, if it was reported. */
    private @Nullable Lost loss;

    private Cause lossCause = Evidence.UNKNOWN;

    /** The only server whose election that cause explains; null if it explains that of any other server. */
    private @Nullable ServerId target;

    /** Whether no event is missing. */
    private boolean isComplete = true;

    /** Until when other events may be missing; zero if none may. */
    private Duration missingUntil = Duration.ZERO;

    private Interval interval = new Interval(Duration.ZERO, Duration.ZERO, ServerId.of("none"), null);

    /** Creates one that has seen no event. */
    public Causes() {
        clues = new Clues();
    }

    Causes(Causes other) {
        clues = new Clues(other.clues);
        leader = other.leader;
        before = other.before;
        loss = other.loss;
        lossCause = other.lossCause;
        target = other.target;
        isComplete = other.isComplete;
        missingUntil = other.missingUntil;
        interval = other.interval;
    }

    /**
     * {@return the causes of all acquisitions and losses of a history, in order} Reports that changed nothing have
     * none.
     *
     * @param history the history
     */
    public static List<Cause.Change> of(History history) {
        return CausedChanges.of(history);
    }

    /**
     * Follows a fact.
     *
     * @param fact the begin or the end of a fact, in the order in which events and facts were recorded
     */
    public void fact(Fact fact) {
        clues.add(Checks.notNull(fact, "fact"));
    }

    /** Notes that events and facts are missing here. What goes on may have ended. */
    public void missed() {
        clues.missed();
        isComplete = false;
        forgetLeader();
    }

    /**
     * Notes that events and facts of one of several processes are missing from here until a time, in which the events
     * of the others follow. Any of them may have another leadership before it.
     *
     * @param until the time of the next event or fact of that process, or of its end
     */
    public void missed(Duration until) {
        Checks.notNegative(until, "until");
        missed();
        missingUntil = until.compareTo(missingUntil) > 0 ? until : missingUntil;
    }

    /** Notes what is missing at a place of a history. */
    void missed(Missing missing) {
        if (missing.events() > 0) {
            missed(missing.until());
        } else {
            missedFacts();
        }
    }

    private void forgetLeader() {
        leader = null;
        before = null;
        loss = null;
    }

    /** Notes that only facts are missing here. What goes on may have ended, and the changes are all known. */
    public void missedFacts() {
        clues.missed();
    }

    /** Ends a run of a recording. Nothing is known of the time until the next run. */
    public void endRun() {
        missed();
        isComplete = true;
        missingUntil = Duration.ZERO;
        clues.clear();
    }

    /**
     * {@return the cause of an event; empty if it is neither an acquisition nor a loss, or changed nothing} A stall
     * that is reported later is not in it.
     *
     * @param event the event, not earlier than the one before
     */
    public Optional<Cause> event(LeadershipEvent event) {
        if (!Checks.notNull(event, "event").isChange()) {
            return Optional.empty();
        }
        if (!missingUntil.isZero()) {
            forgetLeader();
            missingUntil = event.at().compareTo(missingUntil) < 0 ? missingUntil : Duration.ZERO;
        }
        return event.match(
                acquired -> Optional.of(acquired(acquired)),
                ready -> Optional.empty(),
                lost -> Optional.of(lost(lost)),
                follows -> Optional.empty(),
                members -> Optional.empty());
    }

    /**
     * {@return whether a stall explains the latest acquisition or loss whose cause is unknown} A stall is reported at
     * its end, so the engine may report before it what came of it. Later changes do not alter the result.
     */
    public Predicate<Fact> lateStalls() {
        return interval::overlaps;
    }

    /** Returns the interval of the latest change whose cause is unknown or a stall. */
    Interval interval() {
        return interval;
    }

    private Cause lost(Lost lost) {
        boolean isLeaders = isLeaders(lost);
        var cause = causeOf(lost, isLeaders);
        if (isLeaders) {
            loss = lost;
            lossCause = cause;
            target = cause.kind() == Cause.Kind.TRANSFER ? clues.targetFrom(lost.server()) : null;
        }
        return cause;
    }

    private Cause causeOf(Lost lost, boolean isLeaders) {
        var server = lost.server();
        if (lost.cause() == Loss.Cause.CLOSED || lost.cause() == Loss.Cause.IGNORED) {
            return new Cause(Cause.Kind.TRACKER, "the tracker no longer follows " + Evidence.name(server));
        }
        if (lost.reason().equals(OpenStates.REASON)) {
            return new Cause(Cause.Kind.TRACKER, lost.reason());
        }
        var transfer = clues.transferFrom(server);
        if (transfer != null && isFrom(transfer, server, isLeaders) && !clues.isEndedAfter(server, transfer)) {
            return Evidence.of(Cause.Kind.TRANSFER, transfer);
        }
        var found = clues.ended(server);
        if (found != null) {
            return found;
        }
        if (lost.cause() == Loss.Cause.ENGINE_REASON) {
            return Evidence.engine(lost);
        }
        if (lost.cause() == Loss.Cause.SUPERSEDED) {
            return Evidence.superseded(isLeaders ? null : leader);
        }
        return stalled(earliest(lost), lost, null);
    }

    /** Whether a transfer, which has another server as its target, is from a server. */
    private boolean isFrom(Fact transfer, ServerId server, boolean isLeaders) {
        return isLeaders
                || (leader != null
                        && server.equals(before)
                        && transfer.server().equals(Optional.of(leader.server()))
                        && leader.at().compareTo(transfer.from()) >= 0);
    }

    private Cause acquired(Acquired acquired) {
        var cause = causeOf(acquired);
        if (leader == null || !isEarlier(acquired, leader)) {
            before = leader == null ? null : leader.server();
            leader = acquired;
            loss = null;
        }
        return cause;
    }

    private Cause causeOf(Acquired acquired) {
        var named = clues.named(acquired.server());
        if (named != null) {
            return named;
        }
        if (acquired.already()) {
            return new Cause(Cause.Kind.START, "it led when it was first asked");
        }
        var previous = leader;
        if (previous == null) {
            return isComplete
                    ? new Cause(Cause.Kind.START, "no leadership was reported before")
                    : stalled(earliest(acquired), acquired, null);
        }
        if (loss != null && isKnown(lossCause) && (target == null || target.equals(acquired.server()))) {
            return Evidence.after(loss, lossCause);
        }
        var found = previous.server().equals(acquired.server()) ? null : clues.ended(previous.server());
        return found == null ? stalled(earliest(loss == null ? acquired : loss), acquired, previous.server()) : found;
    }

    private static boolean isKnown(Cause cause) {
        return switch (cause.kind()) {
            case UNKNOWN, TRACKER, SUPERSEDED -> false;
            default -> true;
        };
    }

    private Cause stalled(Duration from, LeadershipEvent event, @Nullable ServerId previous) {
        interval = new Interval(from, event.at(), event.server(), previous);
        return clues.stalled(interval);
    }

    private boolean isLeaders(Lost lost) {
        return leader != null
                && leader.server().equals(lost.server())
                && (leader.term().isEmpty()
                        || lost.term().isEmpty()
                        || leader.term().equals(lost.term()));
    }

    private static boolean isEarlier(Acquired one, Acquired other) {
        return one.term().isPresent()
                && other.term().isPresent()
                && one.term().getAsLong() < other.term().getAsLong();
    }

    /** Returns since when a change may have happened. */
    private static Duration earliest(LeadershipEvent event) {
        var before = event.uncertainty().compareTo(REPORT_DELAY) > 0 && !event.already()
                ? event.uncertainty()
                : REPORT_DELAY;
        return event.at().compareTo(before) > 0 ? event.at().minus(before) : Duration.ZERO;
    }
}
