package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.MergedHistory;
import io.raftelection.internal.Notation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The events of a cluster, in the order in which the tracker received them. There is no order across servers: a new
 * leader is often reported before the loss of the old one.
 *
 * @param cluster the cluster's name
 * @param startedAt the wall-clock time of the start; the times of the events count from it
 * @param until the end of the history, counted from the start: the present moment, or the close of the tracker
 * @param events the events
 * @param dropped how many events are missing: they were too old to keep, or a recorder was too slow for them
 * @param anchors the wall-clock times of later moments that do not follow from the start, in order: see
 *     {@link #instant}
 * @param facts what may explain the changes, in the order in which it was recorded: see {@link #causes}
 * @param droppedFacts how many facts are missing
 */
public record History(
        String cluster,
        Instant startedAt,
        Duration until,
        List<LeadershipEvent> events,
        long dropped,
        List<TimeAnchor> anchors,
        List<Fact> facts,
        long droppedFacts) {

    /**
     * Creates a history whose wall-clock times all follow from its start.
     *
     * @param cluster the cluster's name
     * @param startedAt the wall-clock time of the start
     * @param until the end of the history
     * @param events the events
     * @param dropped how many events are missing
     * @throws IllegalArgumentException as for the constructor with facts
     */
    public History(String cluster, Instant startedAt, Duration until, List<LeadershipEvent> events, long dropped) {
        this(cluster, startedAt, until, events, dropped, List.of());
    }

    /**
     * Creates a history without facts.
     *
     * @param cluster the cluster's name
     * @param startedAt the wall-clock time of the start
     * @param until the end of the history
     * @param events the events
     * @param dropped how many events are missing
     * @param anchors the wall-clock times of later moments
     * @throws IllegalArgumentException as for the constructor with facts
     */
    public History(
            String cluster,
            Instant startedAt,
            Duration until,
            List<LeadershipEvent> events,
            long dropped,
            List<TimeAnchor> anchors) {
        this(cluster, startedAt, until, events, dropped, anchors, List.of(), 0);
    }

    /**
     * Checks the values, and copies the events.
     *
     * @param cluster the cluster's name
     * @param startedAt the wall-clock time of the start
     * @param until the end of the history
     * @param events the events
     * @param dropped how many events are missing
     * @param anchors the wall-clock times of later moments
     * @param facts what may explain the changes
     * @param droppedFacts how many facts are missing
     * @throws IllegalArgumentException if {@code until} or a number is negative, {@code until} is earlier than the last
     *     event, or an event, a fact or an anchor is earlier than the one before
     */
    public History {
        Checks.notNull(cluster, "cluster");
        Checks.notNull(startedAt, "startedAt");
        Checks.notNegative(until, "until");
        events = Checks.list(events, "events", "event");
        Checks.notNegative(dropped, "dropped");
        anchors = Checks.list(anchors, "anchors", "anchor");
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
        for (int i = 1; i < anchors.size(); i++) {
            if (anchors.get(i).at().compareTo(anchors.get(i - 1).at()) < 0) {
                throw new IllegalArgumentException("anchors: " + anchors.get(i) + " follows " + anchors.get(i - 1)
                        + ", expected none that is earlier");
            }
        }
        facts = Checks.list(facts, "facts", "fact");
        Checks.notNegative(droppedFacts, "droppedFacts");
        for (int i = 1; i < facts.size(); i++) {
            if (facts.get(i).at().compareTo(facts.get(i - 1).at()) < 0) {
                throw new IllegalArgumentException("facts: \"" + facts.get(i) + "\" follows \"" + facts.get(i - 1)
                        + "\", expected none that is earlier");
            }
        }
        if (!facts.isEmpty() && until.compareTo(facts.get(facts.size() - 1).at()) < 0) {
            throw new IllegalArgumentException("until: " + until + ", expected at least the time of the last fact, "
                    + facts.get(facts.size() - 1).at());
        }
    }

    /**
     * {@return the history of a cluster whose processes each recorded a part of it, for example their own server}
     *
     * <p>Each event is placed by the wall clock of its process, and those clocks differ. No server follows the leader
     * of a term before that leader acquired it, so the views of each history bound the difference of the clocks. The
     * wall clocks are corrected as little as these bounds allow. Terms decide which of two histories of one server is
     * the earlier one. Do not conclude from the times of two events of different processes which of them happened
     * first, unless the terms say so.
     *
     * <p>A leadership that is held at the end of its history ends there, with the reason {@code "the recording ends"},
     * and the view of a server becomes unknown there. The result has all events in memory; the numbers of tenures are
     * those of each history.
     *
     * @param histories the histories, one per process; a process that restarted may have several
     * @throws IllegalArgumentException if there is no history, or if they belong to clusters of different names
     */
    public static History merge(List<History> histories) {
        var checked = Checks.list(histories, "histories", "history");
        if (checked.isEmpty()) {
            throw new IllegalArgumentException("histories: is empty, expected at least one");
        }
        return checked.size() == 1 ? checked.get(0) : MergedHistory.of(checked).history();
    }

    /**
     * {@return the wall-clock time of a moment; it is exact to a second, even after the system clock was set or the
     * machine was suspended}
     *
     * <p>Use it to compare an event with other logs: {@code history.instant(event.at())}. It may be earlier than the
     * wall-clock time of an earlier event, so do not order events by it.
     *
     * @param at a moment, counted from the start
     */
    public Instant instant(Duration at) {
        var anchor = new TimeAnchor(Duration.ZERO, startedAt);
        for (var next : anchors) {
            if (next.at().compareTo(at) > 0) {
                break;
            }
            anchor = next;
        }
        return anchor.instant(at);
    }

    /** {@return whether Raft's Election Safety held in this history, see {@link ElectionSafety}} */
    public boolean isSafe() {
        return safety().isSafe();
    }

    /** {@return the check of Raft's Election Safety} */
    public ElectionSafety safety() {
        return ElectionSafety.of(this);
    }

    /** {@return the cause of each acquisition and loss, as far as the facts prove it} */
    public List<Cause.Change> causes() {
        return Causes.of(this);
    }

    /** {@return the numbers of elections, tenures, gaps and overlaps} */
    public Summary summary() {
        return Summary.of(this);
    }

    /**
     * Receives the events and the facts of a history.
     *
     * @param <X> what it may throw
     */
    public interface Visitor<X extends Exception> {

        /**
         * Receives an event.
         *
         * @param event the event
         * @throws X to end the visit
         */
        void event(LeadershipEvent event) throws X;

        /**
         * Receives the begin or the end of a fact.
         *
         * @param fact the fact
         * @throws X to end the visit
         */
        void fact(Fact fact) throws X;
    }

    /**
     * Passes the events and the facts on, in the order of their times. At the same time, a fact begins before an event
     * and ends after it.
     *
     * @param visitor receives them
     * @param <X> what it may throw
     * @throws X if the visitor does
     */
    public <X extends Exception> void visit(Visitor<X> visitor) throws X {
        Checks.notNull(visitor, "visitor");
        int next = 0;
        for (var event : events) {
            while (next < facts.size() && isBefore(facts.get(next), event)) {
                visitor.fact(facts.get(next++));
            }
            visitor.event(event);
        }
        while (next < facts.size()) {
            visitor.fact(facts.get(next++));
        }
    }

    private static boolean isBefore(Fact fact, LeadershipEvent event) {
        int order = fact.at().compareTo(event.at());
        return order < 0 || (order == 0 && !fact.isOver());
    }

    /** {@return the events in the notation, one line per event} */
    @Override
    public String toString() {
        return events.stream().map(LeadershipEvent::toString).collect(Collectors.joining("\n"));
    }
}
