package io.raftelection.testing.assertions;

import io.raftelection.History;
import io.raftelection.Leadership;
import io.raftelection.Tracker;

/**
 * Assertions on leadership, for a static import next to those of AssertJ:
 *
 * <pre>{@code
 * assertThat(leadership).isHeld();
 * assertThat(leadership).wasLost(Cause.SUPERSEDED);
 * assertThat(tracker).hasLeader(S2).inTerm(5);
 * assertThat(tracker.history()).isSafe();
 * }</pre>
 *
 * <p>They check the present state once and do not wait. To wait first, use {@link Leadership#awaitLost} or
 * {@link Tracker#await}. The message of a failure shows the history.
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
     * {@return assertions on the present state of a tracker}
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
