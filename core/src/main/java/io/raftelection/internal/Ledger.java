package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Follows;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
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
        this.journal = new Journal(settings, outbox, deferred);
    }

    /** Returns a leadership that a report may begin. */
    HeldLeadership candidate(ServerId server, long term, long token, long at) {
        return new HeldLeadership(host, server, term, token, leaders.nextTenure(), at);
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
        journal.endAll(server.id());
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

    /** Records that the view of a server is unknown, if it was known. */
    void endView(TrackedServer server, long at) {
        if (server.reported != null && server.reported.view() != null) {
            server.reported.sees(null);
            var event = new Follows(
                    Duration.ofNanos(at), server.id(), Optional.empty(), OptionalLong.empty(), true, Set.of());
            record(server, event, List.of());
        }
    }

    /** Sets the next state and carries the effects out. {@return the anomalies, for the event that is recorded last} */
    List<ReportAnomaly> apply(
            TrackedServer server, Transition transition, Supplier<RuntimeException> failure, Observation observation) {
        server.state = transition.next();
        return carryOut(server, transition.first(), transition.more(), failure, observation);
    }

    /** Carries effects out. A caller that has them apart needs no object for the transition. */
    List<ReportAnomaly> carryOut(
            TrackedServer server,
            @Nullable Effect first,
            List<Effect> more,
            Supplier<RuntimeException> failure,
            Observation observation) {
        if (first == null) {
            return List.of();
        }
        var anomalies = apply(server, first, List.of(), failure, observation);
        for (var effect : more) {
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
                ? Anomalies.with(anomalies, anomaly)
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

    /** Gives a new leadership to those who wait for it. */
    void fulfilWaiters(HeldLeadership leadership) {
        if (waits != null) {
            waits.waiters.removeIf(waiter -> waiter.includes(leadership.server()) && fulfil(waiter, leadership));
        }
    }

    private boolean fulfil(Expectation expectation, HeldLeadership leadership) {
        expectation.fulfil(leadership, outbox, deferred);
        return true;
    }

    private boolean fail(Expectation expectation, Supplier<RuntimeException> failure) {
        expectation.fail(failure, outbox, deferred);
        return true;
    }

    void record(TrackedServer server, LeadershipEvent event, List<ReportAnomaly> anomalies) {
        record(server, event, anomalies, Observation.NONE);
    }

    void record(TrackedServer server, LeadershipEvent event, List<ReportAnomaly> anomalies, Observation observation) {
        record(server, new Created(event), anomalies, observation);
    }

    void record(TrackedServer server, RecordedEvent event, List<ReportAnomaly> anomalies, Observation observation) {
        var recorded = Observed.by(observation, event);
        server.lastEvent = recorded;
        journal.record(server.id(), recorded, anomalies);
    }

    /** Counts a report if it comes too late to count. {@return whether it does} */
    boolean drops(TrackedServer server, @Nullable Attachment by) {
        boolean isDropped = server.state instanceof Closed || !server.accepts(by);
        if (isDropped) {
            dropped++;
        }
        return isDropped;
    }

    /** Counts a report that was dropped. */
    void drop() {
        dropped++;
    }

    long dropped() {
        return dropped;
    }
}
