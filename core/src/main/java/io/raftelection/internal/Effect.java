package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.Loss;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;

/** What follows from a transition. A value: {@link Ledger} carries it out. */
sealed interface Effect {

    /** The notification is odd. */
    record Tell(Anomaly.Kind kind, String detail) implements Effect {}

    /** The expectation is fulfilled. */
    record Fulfil(Expectation expectation, HeldLeadership leadership) implements Effect {}

    /** The server lets the expectation go; it fails with its last server. */
    record Fail(Expectation expectation) implements Effect {}

    /**
     * The leadership is over.
     *
     * @param at when, in nanoseconds from the start
     */
    record End(HeldLeadership leadership, Loss.Cause cause, String reason, long at) implements Effect, Heard {

        Loss loss() {
            return new Loss(
                    leadership.server(),
                    leadership.term(),
                    leadership.tenure(),
                    cause,
                    reason,
                    leadership.cluster().instant(at));
        }

        @Override
        public Lost event() {
            return new Lost(
                    Duration.ofNanos(at),
                    leadership.server(),
                    leadership.term(),
                    OptionalLong.of(leadership.tenure()),
                    cause,
                    reason,
                    Set.of());
        }
    }
}
