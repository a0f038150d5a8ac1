package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import io.raftelection.TrackerClosedException;
import io.raftelection.internal.Effect.End;
import io.raftelection.internal.Effect.Fail;
import io.raftelection.internal.Effect.Fulfil;
import io.raftelection.internal.Effect.MakeReady;
import io.raftelection.internal.Effect.ReportAnomaly;
import io.raftelection.internal.Effect.See;
import io.raftelection.internal.RecordedEvent.Created;
import io.raftelection.internal.ServerState.Closed;
import io.raftelection.internal.ServerState.Leading;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a cluster, and the changes that each event makes to it. {@link SynchronizedLedger} guards it with the
 * lock, so it runs no foreign code and never waits: it adds such work to the {@link DeferredActions} or an
 * {@link Outbox}. Moments are nanoseconds from the start of the tracker.
 */
final class Ledger implements Effect.Handler {
    final Roster roster = new Roster();
    final Leaders leaders = new Leaders();
    final DeferredActions deferred = new DeferredActions();
    final Journal journal;
    private final Settings settings;
    private final HeldLeadership.Host host;
    private final Outbox outbox;
    private long dropped;

    /** Null until the first wait. */
    private @Nullable PendingWaits waits;

    /** Why the tracker ignores its servers; null while it does not. */
    private @Nullable Cause stopCause;

    /**
     * Creates a ledger without servers.
     *
     * @param host the host of the leaderships
     */
    Ledger(Settings settings, Outbox outbox, HeldLeadership.Host host) {
        this.settings = settings;
        this.outbox = outbox;
        this.host = host;
        this.journal = new Journal(settings, outbox);
    }

    /** Returns what the servers say together. */
    Views views() {
        return new Views(roster, leaders);
    }

    /** Returns the pending waits, to which the caller may add one. */
    PendingWaits waits() {
        var present = waits;
        if (present == null) {
            present = waits = new PendingWaits();
        }
        return present;
    }

    // Reports

    /** Handles a report of an acquisition. {@return whether the report counts} */
    boolean acquired(TrackedServer server, @Nullable Attachment by, long term, long token, long at) {
        if (isDropped(server, by)) {
            return false;
        }
        acquired(server, term, token, at, Observation.NONE);
        return true;
    }

    /** Handles a report of a leadership that began before its source observed it. {@return whether it counts} */
    boolean leadsAlready(TrackedServer server, @Nullable Attachment by, long term, long token, long at) {
        if (isDropped(server, by)) {
            return false;
        }
        acquired(server, term, token, at, new Observation(Duration.ZERO, true));
        return true;
    }

    /** Handles a report of a loss. {@return whether the report counts} */
    boolean lost(TrackedServer server, @Nullable Attachment by, String reason, long at) {
        if (isDropped(server, by)) {
            return false;
        }
        lost(server, reason, at, Observation.NONE);
        return true;
    }

    /** Handles a report of readiness. {@return whether the report counts} */
    boolean ready(TrackedServer server, @Nullable Attachment by, long at) {
        if (isDropped(server, by)) {
            return false;
        }
        var anomalies = apply(server, server.state.ready(at), Ledger::noFailure, Observation.NONE);
        if (!anomalies.isEmpty()) {
            server.reported(); // before the event replaces the last one, which may be the only trace of a loss
            var none = OptionalLong.empty();
            record(server, new Ready(Duration.ofNanos(at), server.id(), none, none, kinds(anomalies)), anomalies);
        }
        return true;
    }

    /** Notes that a server cannot report readiness. {@return whether the report counts} */
    boolean readinessUnavailable(TrackedServer server, @Nullable Attachment by, String why) {
        if (isDropped(server, by)) {
            return false;
        }
        server.reported().readinessUnavailable = why;
        return true;
    }

    /** Handles a report of the leader that a server follows. {@return whether the report counts} */
    boolean sees(TrackedServer server, @Nullable Attachment by, ReportedView view) {
        if (isDropped(server, by)) {
            return false;
        }
        var reported = server.reported();
        if (view.isSameAs(reported.view())) {
            return true;
        }
        var anomalies =
                apply(server, server.state.sees(view, reported.latestTerm()), Ledger::noFailure, Observation.NONE);
        if (view.equals(reported.view()) && view.leader() != null) {
            var other = leaders.followed(view.leader(), view.term());
            if (other.isPresent()) {
                anomalies = with(anomalies, new ReportAnomaly(Anomaly.Kind.SPLIT_TERM, other.get() + " led it too"));
            }
        }
        if (anomalies.isEmpty()) {
            record(server, view, anomalies, Observation.NONE);
        } else {
            record(server, view.with(kinds(anomalies)), anomalies);
        }
        return true;
    }

    /** Handles a report of a configuration, null if it was none. {@return whether the report counts} */
    boolean members(TrackedServer server, @Nullable Attachment by, @Nullable Members members, long at) {
        if (isDropped(server, by)) {
            return false;
        }
        if (members == null) {
            dropped++;
            return false;
        }
        var event = new Members(Duration.ofNanos(at), members.server(), members.voters(), members.learners());
        server.reported().members = event;
        record(server, event, List.of());
        return true;
    }

    /** Handles the end of an engine's server. {@return whether the report counts} */
    boolean detached(TrackedServer server, @Nullable Attachment by, long at) {
        if (isDropped(server, by)) {
            return false;
        }
        if (server.state instanceof Leading) {
            lost(server, Attachment.DETACHED, at, Observation.NONE);
        }
        endView(server, at);
        return true;
    }

    /** Records that the view of a server is unknown, if it was known. */
    private void endView(TrackedServer server, long at) {
        if (server.reported != null && server.reported.view() != null) {
            server.reported.sees(null);
            var event = new Follows(
                    Duration.ofNanos(at), server.id(), Optional.empty(), OptionalLong.empty(), true, Set.of());
            record(server, event, List.of());
        }
    }

    private boolean isDropped(TrackedServer server, @Nullable Attachment by) {
        boolean isDropped = server.state instanceof Closed || !server.accepts(by);
        if (isDropped) {
            dropped++;
        }
        return isDropped;
    }

    /** Attaches an engine to a server, and ends the leadership that an earlier attachment reported. */
    Attachment attach(TrackedServer server, long at) {
        var attachment = new Attachment(server);
        server.reported().attachment = attachment;
        if (server.state instanceof Leading) {
            lost(server, Attachment.REPLACED, at, Observation.NONE);
        }
        endView(server, at);
        server.reported().attached();
        return attachment;
    }

    /**
     * Handles the result of a poll. The present leadership goes on only if the server claims the same term.
     *
     * @param asked when the poll began: an answer is as old as its question
     * @return whether what the server claims is accepted
     */
    boolean polled(TrackedServer server, PollResult result, long asked, long at, Observation observation) {
        var held = server.state instanceof Leading leading ? leading.leadership() : null;
        boolean claims = result.claimsToLead();
        if (claims && held != null && Terms.compare(result.term(), held.termNumber()) == 0) {
            return true;
        }
        var isAccepted = !claims || leaders.mayLead(server.id(), result.term(), asked);
        if (held != null) {
            lost(server, result.reason(), at, observation);
        }
        if (!claims) {
            return polledView(server, result, at, observation);
        }
        if (isAccepted) {
            acquired(server, result.term(), Terms.NONE, at, observation);
        }
        return isAccepted;
    }

    /** Handles the view in an answer, or an answer without one. {@return whether it is accepted} */
    private boolean polledView(TrackedServer server, PollResult result, long at, Observation observation) {
        var claim = result.view();
        if (claim == null) {
            endView(server, at);
            return true;
        }
        var view = new ReportedView(server.id(), claim.leader().orElse(null), result.term(), at);
        var reported = server.reported();
        if (view.isSameAs(reported.view())) {
            return true;
        }
        if (!leaders.mayBeFollowed(view) || Terms.compare(view.term(), reported.latestTerm()) < 0) {
            return false;
        }
        reported.sees(view);
        record(server, view, List.of(), observation);
        return true;
    }

    /** Handles an acquisition. The server's state decides whether it begins a leadership. */
    private void acquired(TrackedServer server, long term, long token, long at, Observation observation) {
        if (server.lastEvent instanceof End loss && loss.leadership().termNumber() > term) {
            server.reported(); // the engine went back, and the loss is the only trace of its later term
        }
        var candidate = new HeldLeadership(host, server.id(), term, token, leaders.nextTenure(), at);
        var anomalies = apply(server, server.state.acquired(candidate), Ledger::noFailure, observation);
        if (!(server.state instanceof Leading leading) || leading.leadership() != candidate) {
            var none = OptionalLong.empty();
            var event = new Acquired(Duration.ofNanos(at), server.id(), candidate.term(), none, kinds(anomalies));
            record(server, event, anomalies, observation);
            return;
        }
        if (server.reported != null) {
            server.reported.acquired(term);
        }
        var other = leaders.acquired(candidate);
        if (other.isPresent()) {
            anomalies = with(anomalies, new ReportAnomaly(Anomaly.Kind.SPLIT_TERM, other.get() + " acquired it too"));
        }
        candidate.setAnomalies(kinds(anomalies));
        record(server, candidate, anomalies, observation);
        if (waits != null) {
            waits.waiters.removeIf(waiter -> waiter.includes(server.id()) && fulfil(waiter, candidate));
        }
    }

    private void lost(TrackedServer server, String reason, long at, Observation observation) {
        var cause = cause(server, reason);
        var anomalies = apply(server, server.state.lost(cause, reason, at), Ledger::noFailure, observation);
        if (!anomalies.isEmpty()) {
            server.reported(); // before the event replaces the last one, which may be the only trace of a loss
            var none = OptionalLong.empty();
            var event = new Lost(Duration.ofNanos(at), server.id(), none, none, cause, reason, kinds(anomalies));
            record(server, event, anomalies, observation);
        }
    }

    private Cause cause(TrackedServer server, String reason) {
        if (!reason.isEmpty()) {
            return Cause.ENGINE_REASON;
        }
        return server.state instanceof Leading leading && leaders.isSuperseded(leading.leadership())
                ? Cause.SUPERSEDED
                : Cause.STEPPED_DOWN;
    }

    // Expectations and waiters

    /** Handles the end of the timeout of an expectation or a waiter. */
    void expired(Expectation expectation, Supplier<RuntimeException> failure) {
        if (waits().waiters.remove(expectation)) {
            fail(expectation, failure);
        } else {
            roster.of(expectation)
                    .forEach(server -> apply(server, server.state.expired(expectation), failure, Observation.NONE));
        }
    }

    /** Ends an expectation or a waiter that its caller gave up. */
    void cancelled(Expectation expectation, Supplier<RuntimeException> failure) {
        waits().waiters.remove(expectation);
        roster.withdraw(expectation);
        fail(expectation, failure);
    }

    // The end

    /** Stops tracking a server, and fails the waiters that have no tracked server left. */
    void untrack(TrackedServer server, long at) {
        Supplier<RuntimeException> failure = () -> new TrackerClosedException("server " + server.id() + ": untracked");
        roster.remove(server);
        close(server, Cause.CLOSED, at, failure);
        endView(server, at);
        waits().waiters
                .removeIf(waiter -> !waiter.servers().isEmpty()
                        && roster.of(waiter).findAny().isEmpty()
                        && fail(waiter, failure));
    }

    /** Stops tracking all servers. {@return whether it had not stopped for this cause or been closed before} */
    boolean stop(Cause cause, long at) {
        if (stopCause == cause || isClosed()) {
            return false;
        }
        stopCause = cause;
        Supplier<RuntimeException> failure = () -> closedException(cause);
        for (var server : roster.all()) {
            close(server, cause, at, failure);
            endView(server, at);
        }
        waits().waiters.removeIf(waiter -> fail(waiter, failure));
        waits().conditions.removeIf(wait -> wait.fail(failure, deferred));
        if (cause == Cause.CLOSED) {
            journal.end();
        }
        return true;
    }

    private void close(TrackedServer server, Cause cause, long at, Supplier<RuntimeException> failure) {
        apply(server, server.state.close(cause, at), failure, Observation.NONE);
    }

    boolean isClosed() {
        return stopCause == Cause.CLOSED;
    }

    boolean isStopped() {
        return stopCause != null;
    }

    /** Throws unless the tracker is open. A tracker that ignores its servers is. */
    void requireOpen() {
        if (isClosed()) {
            throw closedException(Cause.CLOSED);
        }
    }

    /** Throws unless the tracker follows its servers and all of the given ones are tracked. */
    void requireTracked(Set<ServerId> ids) {
        if (stopCause != null) {
            throw closedException(stopCause);
        }
        ids.forEach(roster::known);
    }

    private TrackerClosedException closedException(Cause cause) {
        return new TrackerClosedException(
                "tracker " + settings.name() + ": " + (cause == Cause.IGNORED ? "ignores its servers" : "closed"));
    }

    // Effects

    /** Sets the next state and carries the effects out. {@return the anomalies, for the event that is recorded last} */
    private List<ReportAnomaly> apply(
            TrackedServer server, Transition transition, Supplier<RuntimeException> failure, Observation observation) {
        server.state = transition.next();
        var first = transition.first();
        if (first == null) {
            return List.of();
        }
        var anomalies = apply(server, first, List.of(), failure, observation);
        for (var effect : transition.more()) {
            anomalies = apply(server, effect, anomalies, failure, observation);
        }
        return anomalies;
    }

    /** Carries one effect out. {@return the anomalies so far} */
    private List<ReportAnomaly> apply(
            TrackedServer server,
            Effect effect,
            List<ReportAnomaly> anomalies,
            Supplier<RuntimeException> failure,
            Observation observation) {
        effect.accept(this, server, failure, observation);
        return effect instanceof ReportAnomaly anomaly
                        && (settings.strict() || anomaly.kind() != Anomaly.Kind.UNEXPECTED)
                ? with(anomalies, anomaly)
                : anomalies;
    }

    @Override
    public void fulfil(Fulfil fulfilled) {
        roster.withdraw(fulfilled.expectation());
        fulfil(fulfilled.expectation(), fulfilled.leadership());
    }

    @Override
    public void fail(Fail failed, Supplier<RuntimeException> failure) {
        if (failed.expectation().removeCandidate()) {
            fail(failed.expectation(), failure);
        }
    }

    @Override
    public void end(End ended, TrackedServer server, Observation observation) {
        if (!(server.state instanceof Leading)) { // otherwise the next leadership takes its place
            leaders.ended(ended.leadership());
        }
        if (server.reported != null) {
            server.reported.ended(ended, ended.leadership().termNumber(), ended.at());
        }
        ended.leadership().end(ended, outbox, deferred);
        record(server, ended, List.of(), observation);
    }

    @Override
    public void see(See seen, TrackedServer server) {
        server.reported().sees(seen.view());
    }

    @Override
    public void makeReady(MakeReady ready, TrackedServer server) {
        ready.leadership().makeReady(ready);
        record(server, ready, List.of(), Observation.NONE);
    }

    /** Decides the waits whose conditions hold now. Called after each change. {@return the deferred actions} */
    List<Runnable> decide() {
        if (waits != null && !waits.conditions.isEmpty()) {
            waits.conditions.removeIf(wait -> wait.decide(this, deferred));
        }
        return deferred.take();
    }

    private boolean fulfil(Expectation expectation, HeldLeadership leadership) {
        expectation.fulfil(leadership, outbox, deferred);
        return true;
    }

    private boolean fail(Expectation expectation, Supplier<RuntimeException> failure) {
        expectation.fail(failure, outbox, deferred);
        return true;
    }

    private void record(TrackedServer server, LeadershipEvent event, List<ReportAnomaly> anomalies) {
        record(server, event, anomalies, Observation.NONE);
    }

    private void record(
            TrackedServer server, LeadershipEvent event, List<ReportAnomaly> anomalies, Observation observation) {
        record(server, new Created(event), anomalies, observation);
    }

    private void record(
            TrackedServer server, RecordedEvent event, List<ReportAnomaly> anomalies, Observation observation) {
        var recorded = Observed.by(observation, event);
        server.lastEvent = recorded;
        journal.record(recorded, anomalies);
    }

    /** Adds an anomaly. There usually is none, and then no list is created. */
    private static List<ReportAnomaly> with(List<ReportAnomaly> anomalies, ReportAnomaly another) {
        return anomalies.isEmpty()
                ? List.of(another)
                : Stream.concat(anomalies.stream(), Stream.of(another)).toList();
    }

    private static Set<Anomaly.Kind> kinds(List<ReportAnomaly> anomalies) {
        if (anomalies.isEmpty()) {
            return Set.of();
        }
        var kinds = EnumSet.noneOf(Anomaly.Kind.class);
        anomalies.forEach(anomaly -> kinds.add(anomaly.kind()));
        return Collections.unmodifiableSet(kinds);
    }

    private static RuntimeException noFailure() {
        return new IllegalStateException("a notification fails no expectation");
    }

    long dropped() {
        return dropped;
    }
}
