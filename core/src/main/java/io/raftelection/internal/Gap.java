package io.raftelection.internal;

import io.raftelection.Missing;
import java.time.Duration;

/**
 * Something is missing in one of several sources.
 *
 * @param at the time of the event or the fact before it
 * @param until the time of the event or the fact after it, or the end of the source
 * @param events how many events are missing
 * @param facts how many facts are missing
 * @param torn the number of the incomplete line that is the gap; zero if it is another gap
 */
public record Gap(Duration at, Duration until, long events, long facts, long torn) {

    /**
     * {@return its place in a history} Only what may have happened in an event that is missing lasts.
     *
     * @param eventsBefore how many events are before it
     * @param factsBefore how many facts are before it
     */
    Missing place(int eventsBefore, int factsBefore) {
        return new Missing(at, events > 0 ? until : at, events, facts, eventsBefore, factsBefore);
    }

    /** {@return the same at another time} */
    Gap withAt(Duration other) {
        return new Gap(other, other.plus(until.minus(at)), events, facts, torn);
    }

    /** {@return the same with an earlier begin} */
    Gap from(Duration begin) {
        return new Gap(begin, until, events, facts, torn);
    }

    /** {@return the same with another end, if that is later} */
    Gap withUntil(Duration end) {
        return end.compareTo(until) > 0 ? new Gap(at, end, events, facts, torn) : this;
    }

    /** {@return the same with more facts} */
    Gap withFacts(long more) {
        return new Gap(at, until, events, more, torn);
    }
}
