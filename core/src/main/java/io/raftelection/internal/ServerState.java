package io.raftelection.internal;

import io.raftelection.Anomaly.Kind;
import io.raftelection.Loss;
import io.raftelection.TrackerClosedException;
import io.raftelection.internal.Effect.End;
import io.raftelection.internal.Effect.Fail;
import io.raftelection.internal.Effect.Fulfil;
import io.raftelection.internal.Effect.Tell;
import java.util.List;

/**
 * The state of one tracked server. Immutable, and pure: an event answers with a {@link Transition} and changes nothing.
 *
 * <pre>
 *            expect    acquired(t)                        lost            expired          withdrawn  close
 * Following  Expected  Leading, UNEXPECTED if strict      SPURIOUS_LOSS   -                -          Closed
 * Expected   refused   Leading, fulfil                    SPURIOUS_LOSS   Following, fail  Following  Closed, fail
 * Leading    refused   same t:    DUPLICATE               Following, end  -                -          Closed, end
 *                      earlier t: STALE
 *                      later t:   Leading, end, MISSED_LOSS
 * Closed     refused   dropped                            dropped         -                -          -
 * </pre>
 *
 * <p>Where one of two terms is not known, they count as the same.
 */
sealed interface ServerState {

    /** Answers somebody's wish; throws IllegalStateException to refuse it. */
    Transition expect(Expectation expectation);

    Transition acquired(HeldLeadership candidate);

    /** Answers that leadership was lost, at a moment in nanoseconds from the start. */
    Transition lost(Loss.Cause cause, String reason, long at);

    /** Answers the end of an expectation's time. It may come too late, and then changes nothing. */
    default Transition expired(Expectation expectation) {
        return Transition.to(this);
    }

    /** Answers that an expectation was cancelled, or fulfilled by another server. */
    default Transition withdrawn(Expectation expectation) {
        return Transition.to(this);
    }

    /** Answers that nobody listens any longer, from a moment in nanoseconds from the start. */
    Transition close(Loss.Cause cause, long at);

    /** Not leading, and nobody waits: how every server begins. */
    record Following() implements ServerState {
        static final ServerState STATE = new Following();
        private static final List<Effect> UNEXPECTED = List.of(new Tell(Kind.UNEXPECTED, "nobody expected it"));

        @Override
        public Transition expect(Expectation expectation) {
            return Transition.to(new Expected(expectation));
        }

        @Override
        public Transition acquired(HeldLeadership candidate) {
            return new Transition(new Leading(candidate), UNEXPECTED);
        }

        @Override
        public Transition lost(Loss.Cause cause, String reason, long at) {
            return spuriousLoss(this);
        }

        @Override
        public Transition close(Loss.Cause cause, long at) {
            return Transition.to(new Closed());
        }
    }

    /** Not leading, and somebody waits until it does. */
    record Expected(Expectation expectation) implements ServerState {

        @Override
        public Transition expect(Expectation another) {
            throw expectation.alreadyRequested();
        }

        @Override
        public Transition acquired(HeldLeadership candidate) {
            return Transition.to(new Leading(candidate), new Fulfil(expectation, candidate));
        }

        @Override
        public Transition lost(Loss.Cause cause, String reason, long at) {
            return spuriousLoss(this);
        }

        @Override
        public Transition expired(Expectation expired) {
            return expired == expectation ? Transition.to(Following.STATE, new Fail(expectation)) : Transition.to(this);
        }

        @Override
        public Transition withdrawn(Expectation withdrawn) {
            return Transition.to(withdrawn == expectation ? Following.STATE : this);
        }

        @Override
        public Transition close(Loss.Cause cause, long at) {
            return Transition.to(new Closed(), new Fail(expectation));
        }
    }

    /** Leading. */
    record Leading(HeldLeadership leadership) implements ServerState {

        @Override
        public Transition expect(Expectation expectation) {
            throw new IllegalStateException("server " + leadership.server() + ": already leads"
                    + Terms.suffix(leadership.term()) + ", use await to observe it");
        }

        @Override
        public Transition acquired(HeldLeadership candidate) {
            int order = candidate.compareTerm(leadership);
            if (order == 0) {
                return Transition.to(this, new Tell(Kind.DUPLICATE, "it leads already"));
            }
            if (order < 0) {
                return Transition.to(
                        this, new Tell(Kind.STALE, "it leads" + Terms.suffix(leadership.term()) + " already"));
            }
            return Transition.to(
                    new Leading(candidate),
                    new End(leadership, Loss.Cause.MISSED, "", candidate.at()),
                    new Tell(Kind.MISSED_LOSS, "the loss of" + Terms.suffix(leadership.term()) + " was never told"));
        }

        @Override
        public Transition lost(Loss.Cause cause, String reason, long at) {
            return Transition.to(Following.STATE, new End(leadership, cause, reason, at));
        }

        @Override
        public Transition close(Loss.Cause cause, long at) {
            return Transition.to(new Closed(), new End(leadership, cause, "", at));
        }
    }

    /** No longer listened to: notifications are dropped, and counted by the shell. */
    record Closed() implements ServerState {

        @Override
        public Transition expect(Expectation expectation) {
            throw new TrackerClosedException(expectation.subject() + ": no longer listened to");
        }

        @Override
        public Transition acquired(HeldLeadership candidate) {
            return Transition.to(this);
        }

        @Override
        public Transition lost(Loss.Cause cause, String reason, long at) {
            return Transition.to(this);
        }

        @Override
        public Transition close(Loss.Cause cause, long at) {
            return Transition.to(this);
        }
    }

    private static Transition spuriousLoss(ServerState state) {
        return Transition.to(state, new Tell(Kind.SPURIOUS_LOSS, "it did not lead"));
    }
}
