package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.HistoryOrder;
import io.raftelection.internal.MergedHistory;
import io.raftelection.internal.MissingPlaces;
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
 * @param missing the places at which they are missing, in order; those that no place has are missing at the start
 */
public record History(
        String cluster,
        Instant startedAt,
        Duration until,
        List<LeadershipEvent> events,
        long dropped,
        List<TimeAnchor> anchors,
        List<Fact> facts,
        long droppedFacts,
        List<Missing> missing) {

    /**
     * Creates a history whose wall-clock times all follow from its start.
     *
     * @param cluster the cluster's name
     * @param startedAt the wall-clock time of the start
     * @param until the end of the history
     * @param events the events
     * @param dropped how many events are missing
     * @throws IllegalArgumentException as for the constructor with places
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
     * @throws IllegalArgumentException as for the constructor with places
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
     * Creates a history of which nothing is missing after its start.
     *
     * @param cluster the cluster's name
     * @param startedAt the wall-clock time of the start
     * @param until the end of the history
     * @param events the events
     * @param dropped how many events are missing
     * @param anchors the wall-clock times of later moments
     * @param facts what may explain the changes
     * @param droppedFacts how many facts are missing
     * @throws IllegalArgumentException as for the constructor with places
     */
    public History(
            String cluster,
            Instant startedAt,
            Duration until,
            List<LeadershipEvent> events,
            long dropped,
            List<TimeAnchor> anchors,
            List<Fact> facts,
            long droppedFacts) {
        this(cluster, startedAt, until, events, dropped, anchors, facts, droppedFacts, List.of());
    }

    /**
     * Checks the values, and copies the events. A place at the very start is left out, since the totals say the same.
     *
     * @param cluster the cluster's name
     * @param startedAt the wall-clock time of the start
     * @param until the end of the history
     * @param events the events
     * @param dropped how many events are missing
     * @param anchors the wall-clock times of later moments
     * @param facts what may explain the changes
     * @param droppedFacts how many facts are missing
     * @param missing the places at which they are missing
     * @throws IllegalArgumentException if {@code until} or a number is negative, {@code until} is earlier than the last
     *     event, an event, a fact, an anchor or a place is earlier than the one before, a place is not between its
     *     neighbours, or the places have more than {@code dropped} events or {@code droppedFacts} facts
     */
    public History {
        Checks.notNull(cluster, "cluster");
        Checks.notNull(startedAt, "startedAt");
        Checks.notNegative(until, "until");
        events = Checks.list(events, "events", "event");
        Checks.notNegative(dropped, "dropped");
        anchors = Checks.list(anchors, "anchors", "anchor");
        HistoryOrder.events(events, until);
        HistoryOrder.anchors(anchors);
        facts = Checks.list(facts, "facts", "fact");
        Checks.notNegative(droppedFacts, "droppedFacts");
        HistoryOrder.facts(facts, until);
        missing = new MissingPlaces(events, facts).checked(missing, dropped, droppedFacts);
        if (!missing.isEmpty()) {
            HistoryOrder.end(until, missing.get(missing.size() - 1).at(), "gap");
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
     * and the view of a server becomes unknown there. What is missing of one history is missing of the result, from its
     * place until the next event or fact of that history. The result has all events in memory; the numbers of tenures
     * are those of each history.
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

    /** {@return the numbers of elections, tenures, overlaps and periods without a known leader} */
    public Summary summary() {
        return Summary.of(this);
    }

    /**
     * Receives the events, the facts and the gaps of a history.
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

        /**
         * Receives a place at which events or facts are missing.
         *
         * @param missing the place
         * @throws X to end the visit
         */
        void missing(Missing missing) throws X;
    }

    /**
     * Passes the events and the facts on, in the order of their times, and each gap at its place. At the same time, a
     * fact begins before an event and ends after it. What is missing at the start comes first.
     *
     * @param visitor receives them
     * @param <X> what it may throw
     * @throws X if the visitor does
     */
    public <X extends Exception> void visit(Visitor<X> visitor) throws X {
        Checks.notNull(visitor, "visitor");
        long first = dropped - missing.stream().mapToLong(Missing::events).sum();
        long firstFacts =
                droppedFacts - missing.stream().mapToLong(Missing::facts).sum();
        if (first > 0 || firstFacts > 0) {
            visitor.missing(new Missing(Duration.ZERO, first, firstFacts, 0, 0));
        }
        int event = 0;
        int fact = 0;
        for (var place : missing) {
            visit(visitor, event, place.eventsBefore(), fact, place.factsBefore());
            event = place.eventsBefore();
            fact = place.factsBefore();
            visitor.missing(place);
        }
        visit(visitor, event, events.size(), fact, facts.size());
    }

    /** Passes the events and the facts between two gaps on. */
    private <X extends Exception> void visit(Visitor<X> visitor, int from, int to, int fromFact, int toFact) throws X {
        int next = fromFact;
        for (var event : events.subList(from, to)) {
            while (next < toFact && isBefore(facts.get(next), event)) {
                visitor.fact(facts.get(next++));
            }
            visitor.event(event);
        }
        while (next < toFact) {
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
