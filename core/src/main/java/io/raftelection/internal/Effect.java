package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.Loss;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;

/** An effect of a transition. It is a value: the {@link Ledger} carries it out. */
sealed interface Effect {

    /** Has one method per kind of effect, so the compiler reports a kind that is not handled. */
    interface Handler {

        void reportAnomaly(ReportAnomaly anomaly);

        void fulfil(Fulfil fulfilled);

        void fail(Fail failed);

        void end(End ended);
    }

    /** Calls the handler's method for this kind of effect. */
    void accept(Handler handler);

    /** The notification contradicts earlier ones. */
    record ReportAnomaly(Anomaly.Kind kind, String detail) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.reportAnomaly(this);
        }
    }

    /** The leadership fulfils the expectation. */
    record Fulfil(Expectation expectation, HeldLeadership leadership) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.fulfil(this);
        }
    }

    /** The server can no longer fulfil the expectation, which fails with its last server. */
    record Fail(Expectation expectation) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.fail(this);
        }
    }

    /**
     * The leadership has ended.
     *
     * @param at the time of the end, in nanoseconds from the start of the tracker
     */
    record End(HeldLeadership leadership, Loss.Cause cause, String reason, long at) implements Effect, RecordedEvent {
        @Override
        public void accept(Handler handler) {
            handler.end(this);
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
