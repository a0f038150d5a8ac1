package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.Loss;

/** What follows from a transition. A value: {@link TrackedCluster} carries it out. */
sealed interface Effect {

    /** The notification is odd. */
    record Tell(Anomaly.Kind kind, String detail) implements Effect {}

    /** The expectation is fulfilled. */
    record Fulfil(Expectation expectation, HeldLeadership leadership) implements Effect {}

    /** The server lets the expectation go; it fails with its last server. */
    record Fail(Expectation expectation) implements Effect {}

    /** The leadership is over. */
    record End(HeldLeadership leadership, Loss.Cause cause, String reason) implements Effect {}
}
