package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.Notation;
import java.time.Duration;

/**
 * A place in a history at which events and facts are missing. They happened after the event and the fact before it, and
 * before the event and the fact after it. Immutable.
 *
 * <p>In a merged history, events of other processes may lie between. Then what is missing may have happened as late as
 * {@code until}, and the place is the earliest one.
 *
 * @param at the time of the place, counted from the start of the history
 * @param until the latest time at which the events may have happened, if that is later than the place; else {@code at}
 * @param events how many events are missing; zero if only facts are
 * @param facts how many facts are missing; zero if none is, or if {@code events} is zero and nobody knows how many
 * @param eventsBefore how many events of the history are before the place
 * @param factsBefore how many facts of the history are before the place
 */
public record Missing(Duration at, Duration until, long events, long facts, int eventsBefore, int factsBefore) {

    /**
     * Checks the values.
     *
     * @param at the time of the place
     * @param until the latest time at which it may have happened
     * @param events how many events are missing
     * @param facts how many facts are missing
     * @param eventsBefore how many events of the history are before the place
     * @param factsBefore how many facts of the history are before the place
     * @throws IllegalArgumentException if a time or a number is negative, or if {@code until} is before {@code at}, or
     *     after it though no event is missing
     */
    public Missing {
        Checks.notNegative(at, "at");
        Checks.notNegative(until, "until");
        if (until.compareTo(at) < 0) {
            throw new IllegalArgumentException("until: " + until + ", expected at least the time of the place, " + at);
        }
        Checks.notNegative(events, "events");
        Checks.notNegative(facts, "facts");
        if (events == 0 && !until.equals(at)) {
            throw new IllegalArgumentException(
                    "until: " + until + ", expected the time of the place, " + at + ", since no event is missing");
        }
        Checks.notNegative(eventsBefore, "eventsBefore");
        Checks.notNegative(factsBefore, "factsBefore");
    }

    /**
     * Creates a place between whose neighbours no other process has events.
     *
     * @param at the time of the place
     * @param events how many events are missing
     * @param facts how many facts are missing
     * @param eventsBefore how many events of the history are before the place
     * @param factsBefore how many facts of the history are before the place
     * @throws IllegalArgumentException if the time or a number is negative
     */
    public Missing(Duration at, long events, long facts, int eventsBefore, int factsBefore) {
        this(at, at, events, facts, eventsBefore, factsBefore);
    }

    /** {@return for example {@code 3 events and 1 fact are missing at 2.000s}} */
    @Override
    public String toString() {
        return counted(events, "event") + " and " + counted(facts, "fact") + " are missing at "
                + Notation.seconds(at)
                + (until.equals(at) ? "" : ", until " + Notation.seconds(until));
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
