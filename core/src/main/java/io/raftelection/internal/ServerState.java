package io.raftelection.internal;

import io.raftelection.Anomaly.Kind;
import io.raftelection.Loss;
import io.raftelection.Standing;
import io.raftelection.TrackerClosedException;
import io.raftelection.internal.Effect.End;
import io.raftelection.internal.Effect.Fail;
import io.raftelection.internal.Effect.Fulfil;
import io.raftelection.internal.Effect.MakeReady;
import io.raftelection.internal.Effect.ReportAnomaly;
import io.raftelection.internal.Effect.See;

/**
 * The state of one tracked server. Immutable: each method returns a {@link Transition} and changes nothing.
 *
 * <pre>
 *            expect    acquired(t)                        lost            expired          withdrawn  close
 * Following  Expected  Leading, UNEXPECTED if strict      SPURIOUS_LOSS   -                -          Closed
 * Expected   refused   Leading, fulfil                    SPURIOUS_LOSS   Following, fail  Following  Closed, fail
 * Leading    refused   same t:    DUPLICATE               Following, end  -                -          Closed, end
 *                      earlier t: STALE
 *                      later t:   Leading, end, MISSED_LOSS
 * Closed     refused   dropped                            dropped         -                -          -
 *
 *            ready                      view of another leader or of none
 * Following  SPURIOUS_READY             see the view
 * Expected   SPURIOUS_READY             see the view
 * Leading    make ready; when ready     Following, end, MISSED_LOSS, see the view
 *            already: SPURIOUS_READY
 * Closed     dropped                    dropped
 * </pre>
 *
 * <p>In every state a view is not seen if it names the server itself (SELF_VIEW), has a term that is earlier than one
 * that the server reported before (STALE_VIEW), or has no term although the server reported one before (UNKNOWN_TERM).
 *
 * <p>Two terms count as equal if one of them is not known.
 */
sealed interface ServerState {

    /** Returns the role that users see. */
    Standing.Role role();

    /** Handles a new expectation. Throws IllegalStateException to refuse it. */
    Transition expect(Expectation expectation);

    Transition acquired(HeldLeadership candidate);

    /** Handles a loss, at a moment in nanoseconds from the start of the tracker. */
    Transition lost(Loss.Cause cause, String reason, long at);

    /** Handles a report of readiness, at a moment in nanoseconds from the start of the tracker. */
    default Transition ready(long at) {
        return Transition.to(this, new ReportAnomaly(Kind.SPURIOUS_READY, "it did not lead"));
    }

    /**
     * Handles a report of the leader that the server follows.
     *
     * @param latestTerm the latest term that the server reported before
     */
    default Transition sees(ReportedView view, long latestTerm) {
        if (view.server().equals(view.leader())) {
            return Transition.to(this, new ReportAnomaly(Kind.SELF_VIEW, "a leader does not follow itself"));
        }
        if (view.term() == Terms.NONE && latestTerm != Terms.NONE) {
            return Transition.to(this, new ReportAnomaly(Kind.UNKNOWN_TERM, "it reported term " + latestTerm));
        }
        if (Terms.compare(view.term(), latestTerm) < 0) {
            return Transition.to(this, new ReportAnomaly(Kind.STALE_VIEW, "it reported term " + latestTerm));
        }
        return accepts(view);
    }

    /** Handles a view that contradicts no earlier report of a term. */
    default Transition accepts(ReportedView view) {
        return Transition.to(this, new See(view));
    }

    /** Handles the end of an expectation's timeout. It changes nothing if the expectation is decided. */
    default Transition expired(Expectation expectation) {
        return Transition.to(this);
    }

    /** Handles the end of an expectation that was cancelled, or that another server fulfilled. */
    default Transition withdrawn(Expectation expectation) {
        return Transition.to(this);
    }

    /** Stops following the server, at a moment in nanoseconds from the start of the tracker. */
    Transition close(Loss.Cause cause, long at);

    /** The server does not lead and is not expected to. Every server starts in this state. */
    record Following() implements ServerState {
        static final ServerState STATE = new Following();
        private static final Effect UNEXPECTED = new ReportAnomaly(Kind.UNEXPECTED, "no expectation was pending");

        @Override
        public Standing.Role role() {
            return Standing.Role.FOLLOWING;
        }

        @Override
        public Transition expect(Expectation expectation) {
            return Transition.to(new Expected(expectation));
        }

        @Override
        public Transition acquired(HeldLeadership candidate) {
            return Transition.to(new Leading(candidate), UNEXPECTED);
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

    /** The server does not lead, and an expectation waits for it. */
    record Expected(Expectation expectation) implements ServerState {

        @Override
        public Standing.Role role() {
            return Standing.Role.EXPECTED;
        }

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

    /** The server leads. */
    record Leading(HeldLeadership leadership) implements ServerState {

        @Override
        public Standing.Role role() {
            return Standing.Role.LEADING;
        }

        @Override
        public Transition expect(Expectation expectation) {
            throw new IllegalStateException("server " + leadership.server() + ": already leads"
                    + Terms.suffix(leadership.term()) + ", use await to observe it");
        }

        @Override
        public Transition acquired(HeldLeadership candidate) {
            int order = candidate.compareTerm(leadership);
            if (order == 0) {
                return Transition.to(this, new ReportAnomaly(Kind.DUPLICATE, "it leads already"));
            }
            if (order < 0) {
                return Transition.to(
                        this, new ReportAnomaly(Kind.STALE, "it leads" + Terms.suffix(leadership.term()) + " already"));
            }
            return Transition.to(
                    new Leading(candidate), new End(leadership, Loss.Cause.MISSED, "", candidate.at()), missedLoss());
        }

        @Override
        public Transition ready(long at) {
            return leadership.isReady()
                    ? Transition.to(this, new ReportAnomaly(Kind.SPURIOUS_READY, "it was ready already"))
                    : Transition.to(this, new MakeReady(leadership, at));
        }

        @Override
        public Transition accepts(ReportedView view) {
            return Transition.to(
                    Following.STATE,
                    new End(leadership, Loss.Cause.MISSED, "", view.at()),
                    missedLoss(),
                    new See(view));
        }

        private ReportAnomaly missedLoss() {
            return new ReportAnomaly(
                    Kind.MISSED_LOSS, "the loss of" + Terms.suffix(leadership.term()) + " was not reported");
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

    /** The tracker no longer follows the server: the ledger drops and counts its notifications. */
    record Closed() implements ServerState {

        @Override
        public Standing.Role role() {
            return Standing.Role.CLOSED;
        }

        @Override
        public Transition expect(Expectation expectation) {
            throw new TrackerClosedException(expectation.subject() + ": no longer followed");
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
        public Transition ready(long at) {
            return Transition.to(this);
        }

        @Override
        public Transition sees(ReportedView view, long latestTerm) {
            return Transition.to(this);
        }

        @Override
        public Transition close(Loss.Cause cause, long at) {
            return Transition.to(this);
        }
    }

    private static Transition spuriousLoss(ServerState state) {
        return Transition.to(state, new ReportAnomaly(Kind.SPURIOUS_LOSS, "it did not lead"));
    }
}
