package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.Loss.Cause;
import io.raftelection.internal.Effect.End;
import io.raftelection.internal.Effect.ReportAnomaly;
import io.raftelection.internal.ServerState.Leading;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The reports of engines, and the answers of polled servers: what each changes in the {@link Ledger}. They have no
 * state of their own, so a tracker keeps no object for them. Called under the lock.
 */
final class Reports {
    private Reports() {}

    /** Handles a report of an acquisition. {@return whether the report counts} */
    static boolean acquired(
            Ledger ledger, TrackedServer server, @Nullable Attachment by, long term, long token, long at) {
        if (ledger.drops(server, by)) {
            return false;
        }
        acquired(ledger, server, term, token, at, Observation.NONE);
        return true;
    }

    /** Handles a report of a leadership that began before its source observed it. {@return whether it counts} */
    static boolean leadsAlready(
            Ledger ledger, TrackedServer server, @Nullable Attachment by, long term, long token, long at) {
        if (ledger.drops(server, by)) {
            return false;
        }
        acquired(ledger, server, term, token, at, new Observation(Duration.ZERO, true));
        return true;
    }

    /** Handles a report of a loss. {@return whether the report counts} */
    static boolean lost(Ledger ledger, TrackedServer server, @Nullable Attachment by, String reason, long at) {
        if (ledger.drops(server, by)) {
            return false;
        }
        lost(ledger, server, reason, at, Observation.NONE);
        return true;
    }

    /** Handles a report of readiness. {@return whether the report counts} */
    static boolean ready(Ledger ledger, TrackedServer server, @Nullable Attachment by, long at) {
        if (ledger.drops(server, by)) {
            return false;
        }
        var anomalies = ledger.apply(server, server.state.ready(at), Reports::noFailure, Observation.NONE);
        if (!anomalies.isEmpty()) {
            server.reported(); // before the event replaces the last one, which may be the only trace of a loss
            var none = OptionalLong.empty();
            ledger.record(
                    server,
                    new Ready(Duration.ofNanos(at), server.id(), none, none, Anomalies.kinds(anomalies)),
                    anomalies);
        }
        return true;
    }

    /** Notes that a server cannot report readiness. {@return whether the report counts} */
    static boolean readinessUnavailable(Ledger ledger, TrackedServer server, @Nullable Attachment by, String why) {
        if (ledger.drops(server, by)) {
            return false;
        }
        server.reported().readinessUnavailable = why;
        return true;
    }

    /** Handles a report of the leader that a server follows. {@return whether the report counts} */
    static boolean sees(Ledger ledger, TrackedServer server, @Nullable Attachment by, ReportedView view) {
        if (ledger.drops(server, by)) {
            return false;
        }
        var reported = server.reported();
        if (view.isSameAs(reported.view())) {
            return true;
        }
        var anomalies = ledger.apply(
                server, server.state.sees(view, reported.latestTerm()), Reports::noFailure, Observation.NONE);
        if (view.equals(reported.view()) && view.leader() != null) {
            var other = ledger.leaders.followed(view.leader(), view.term());
            if (other.isPresent()) {
                anomalies = Anomalies.with(
                        anomalies, new ReportAnomaly(Anomaly.Kind.SPLIT_TERM, other.get() + " led it too"));
            }
        }
        if (anomalies.isEmpty()) {
            ledger.record(server, view, anomalies, Observation.NONE);
        } else {
            ledger.record(server, view.with(Anomalies.kinds(anomalies)), anomalies);
        }
        return true;
    }

    /** Handles a report of a configuration, null if it was none. {@return whether the report counts} */
    static boolean members(
            Ledger ledger, TrackedServer server, @Nullable Attachment by, @Nullable Members members, long at) {
        if (ledger.drops(server, by)) {
            return false;
        }
        if (members == null) {
            ledger.drop();
            return false;
        }
        var event = new Members(Duration.ofNanos(at), members.server(), members.voters(), members.learners());
        server.reported().members = event;
        ledger.record(server, event, List.of());
        return true;
    }

    /** Handles the end of an engine's server. {@return whether the report counts} */
    static boolean detached(Ledger ledger, TrackedServer server, @Nullable Attachment by, long at) {
        if (ledger.drops(server, by)) {
            return false;
        }
        if (server.state instanceof Leading) {
            lost(ledger, server, Attachment.DETACHED, at, Observation.NONE);
        }
        ledger.endView(server, at);
        return true;
    }

    /** Attaches an engine to a server, and ends the leadership that an earlier attachment reported. */
    static Attachment attach(Ledger ledger, TrackedServer server, long at) {
        var attachment = new Attachment(server);
        server.reported().attachment = attachment;
        if (server.state instanceof Leading) {
            lost(ledger, server, Attachment.REPLACED, at, Observation.NONE);
        }
        ledger.endView(server, at);
        server.reported().attached();
        return attachment;
    }

    /**
     * Handles the result of a poll. The present leadership goes on only if the server claims the same term.
     *
     * @param asked when the poll began: an answer is as old as its question
     * @return whether what the server claims is accepted
     */
    static boolean polled(
            Ledger ledger, TrackedServer server, PollResult result, long asked, long at, Observation observation) {
        var held = server.state instanceof Leading leading ? leading.leadership() : null;
        boolean claims = result.claimsToLead();
        if (claims && held != null && Terms.compare(result.term(), held.termNumber()) == 0) {
            return true;
        }
        var isAccepted = !claims || ledger.leaders.mayLead(server.id(), result.term(), asked);
        if (held != null) {
            lost(ledger, server, result.reason(), at, observation);
        }
        if (!claims) {
            return polledView(ledger, server, result, at, observation);
        }
        if (isAccepted) {
            acquired(ledger, server, result.term(), Terms.NONE, at, observation);
        }
        return isAccepted;
    }

    /** Handles the view in an answer, or an answer without one. {@return whether it is accepted} */
    private static boolean polledView(
            Ledger ledger, TrackedServer server, PollResult result, long at, Observation observation) {
        var claim = result.view();
        if (claim == null) {
            ledger.endView(server, at);
            return true;
        }
        var view = new ReportedView(server.id(), claim.leader().orElse(null), result.term(), at);
        var reported = server.reported();
        if (view.isSameAs(reported.view())) {
            return true;
        }
        if (!ledger.leaders.mayBeFollowed(view) || Terms.compare(view.term(), reported.latestTerm()) < 0) {
            return false;
        }
        reported.sees(view);
        ledger.record(server, view, List.of(), observation);
        return true;
    }

    /** Handles an acquisition. The server's state decides whether it begins a leadership. */
    private static void acquired(
            Ledger ledger, TrackedServer server, long term, long token, long at, Observation observation) {
        if (server.lastEvent instanceof End loss && loss.leadership().termNumber() > term) {
            server.reported(); // the engine went back, and the loss is the only trace of its later term
        }
        var candidate = ledger.candidate(server.id(), term, token, at);
        var change = server.state.acquired(candidate);
        server.state = change.next();
        var anomalies = ledger.carryOut(server, change.first(), change.more(), Reports::noFailure, observation);
        if (!(server.state instanceof Leading leading) || leading.leadership() != candidate) {
            var none = OptionalLong.empty();
            var event =
                    new Acquired(Duration.ofNanos(at), server.id(), candidate.term(), none, Anomalies.kinds(anomalies));
            ledger.record(server, event, anomalies, observation);
            return;
        }
        if (server.reported != null) {
            server.reported.acquired(term);
        }
        var other = ledger.leaders.acquired(candidate);
        if (other.isPresent()) {
            anomalies = Anomalies.with(
                    anomalies, new ReportAnomaly(Anomaly.Kind.SPLIT_TERM, other.get() + " acquired it too"));
        }
        candidate.setAnomalies(Anomalies.kinds(anomalies));
        ledger.record(server, candidate, anomalies, observation);
        ledger.fulfilWaiters(candidate);
    }

    private static void lost(Ledger ledger, TrackedServer server, String reason, long at, Observation observation) {
        var cause = cause(ledger, server, reason);
        var change = server.state.lost(cause, reason, at);
        server.state = change.next();
        var anomalies = ledger.carryOut(server, change.first(), change.more(), Reports::noFailure, observation);
        if (!anomalies.isEmpty()) {
            server.reported(); // before the event replaces the last one, which may be the only trace of a loss
            var none = OptionalLong.empty();
            var event =
                    new Lost(Duration.ofNanos(at), server.id(), none, none, cause, reason, Anomalies.kinds(anomalies));
            ledger.record(server, event, anomalies, observation);
        }
    }

    private static Cause cause(Ledger ledger, TrackedServer server, String reason) {
        if (!reason.isEmpty()) {
            return Cause.ENGINE_REASON;
        }
        return server.state instanceof Leading leading && ledger.leaders.isSuperseded(leading.leadership())
                ? Cause.SUPERSEDED
                : Cause.STEPPED_DOWN;
    }

    private static RuntimeException noFailure() {
        return new IllegalStateException("report: fails no expectation");
    }
}
