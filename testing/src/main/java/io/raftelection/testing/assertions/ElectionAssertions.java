package io.raftelection.testing.assertions;

import io.raftelection.History;
import io.raftelection.Leadership;
import io.raftelection.Tracker;

/**
 * Assertions on who leads, to be imported statically, beside those of AssertJ:
 *
 * <pre>{@code
 * assertThat(leadership).isHeld();
 * assertThat(leadership).wasLost(Cause.SUPERSEDED);
 * assertThat(tracker).hasLeader(S2).inTerm(5);
 * assertThat(tracker.history()).isSafe();
 * }</pre>
 *
 * <p>They look once, at what is so now: who has to wait first, waits with {@link Leadership#awaitLost} or
 * {@link Tracker#await}. A failure tells the history.
 */
public final class ElectionAssertions {
    private ElectionAssertions() {}

    /**
     * {@return assertions on a leadership}
     *
     * @param actual which one
     */
    public static LeadershipAssert assertThat(Leadership actual) {
        return new LeadershipAssert(actual);
    }

    /**
     * {@return assertions on what a tracker has heard until now}
     *
     * @param actual which one
     */
    public static TrackerAssert assertThat(Tracker actual) {
        return new TrackerAssert(actual);
    }

    /**
     * {@return assertions on a history}
     *
     * @param actual which one
     */
    public static HistoryAssert assertThat(History actual) {
        return new HistoryAssert(actual);
    }
}
