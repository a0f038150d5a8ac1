package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.Loss;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** An effect of a transition. It is a value: the {@link Ledger} carries it out. */
sealed interface Effect {

    /** Has one method per kind of effect, so the compiler reports a kind that is not handled. */
    interface Handler {

        void fulfil(Fulfil fulfilled);

        void fail(Fail failed, Supplier<RuntimeException> failure);

        void end(End ended, TrackedServer server, Observation observation);

        void makeReady(MakeReady ready, TrackedServer server);

        void see(See seen, TrackedServer server);
    }

    /**
     * Calls the handler's method for this kind of effect.
     *
     * @param server the server whose transition has the effect
     * @param failure makes the exception of an expectation that fails
     * @param observation how the time of the change is known
     */
    void accept(Handler handler, TrackedServer server, Supplier<RuntimeException> failure, Observation observation);

    /** The notification contradicts earlier ones. */
    record ReportAnomaly(Anomaly.Kind kind, String detail) implements Effect {
        @Override
        public void accept(
                Handler handler, TrackedServer server, Supplier<RuntimeException> failure, Observation observation) {
            // It is reported with the event, which is recorded after all effects.
        }
    }

    /** The leadership fulfils the expectation. */
    record Fulfil(Expectation expectation, HeldLeadership leadership) implements Effect {
        @Override
        public void accept(
                Handler handler, TrackedServer server, Supplier<RuntimeException> failure, Observation observation) {
            handler.fulfil(this);
        }
    }

    /** The server can no longer fulfil the expectation, which fails with its last server. */
    record Fail(Expectation expectation) implements Effect {
        @Override
        public void accept(
                Handler handler, TrackedServer server, Supplier<RuntimeException> failure, Observation observation) {
            handler.fail(this, failure);
        }
    }

    /** The server follows another leader now, or none. */
    record See(ReportedView view) implements Effect {
        @Override
        public void accept(
                Handler handler, TrackedServer server, Supplier<RuntimeException> failure, Observation observation) {
            handler.see(this, server);
        }
    }

    /**
     * The leadership may serve.
     *
     * @param at the time of the report, in nanoseconds from the start of the tracker
     */
    record MakeReady(HeldLeadership leadership, long at) implements Effect, RecordedEvent {
        @Override
        public void accept(
                Handler handler, TrackedServer server, Supplier<RuntimeException> failure, Observation observation) {
            handler.makeReady(this, server);
        }

        @Override
        public Ready event() {
            return new Ready(
                    Duration.ofNanos(at),
                    leadership.server(),
                    leadership.term(),
                    OptionalLong.of(leadership.tenure()),
                    Set.of());
        }
    }

    /**
     * The leadership has ended.
     *
     * @param at the time of the end, in nanoseconds from the start of the tracker
     */
    record End(HeldLeadership leadership, Loss.Cause cause, String reason, long at) implements Effect, RecordedEvent {
        @Override
        public void accept(
                Handler handler, TrackedServer server, Supplier<RuntimeException> failure, Observation observation) {
            handler.end(this, server, observation);
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
