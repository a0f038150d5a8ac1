package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.Loss;
import io.raftelection.Loss.Cause;
import io.raftelection.internal.Effect.End;
import io.raftelection.internal.Effect.Fail;
import io.raftelection.internal.Effect.Fulfil;
import io.raftelection.internal.Effect.Tell;
import io.raftelection.internal.ServerState.Closed;
import io.raftelection.internal.ServerState.Leading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * All that is known of a cluster, and what follows from each event. Guarded by the cluster's lock, so it runs no
 * foreign code and never waits: what does goes to the {@link Aftermath} or an {@link Outbox}.
 */
final class Ledger {
    final Roster roster = new Roster();
    final Leaders leaders = new Leaders();
    final Journal journal;

    /** Those who wait without a claim. */
    final List<Expectation> observers = new ArrayList<>(0);

    private final boolean strict;
    private final Instant startedAt;
    private final Outbox outbox;
    private long dropped;

    Ledger(Settings settings, Instant startedAt, Outbox outbox) {
        this.strict = settings.strict();
        this.startedAt = startedAt;
        this.outbox = outbox;
        this.journal = new Journal(settings, outbox);
    }

    /** Takes in that a leadership was acquired; whether it is one, the server's state decides. */
    void acquired(TrackedServer server, HeldLeadership candidate, Duration at, Aftermath aftermath) {
        if (server.state instanceof Closed) {
            dropped++;
            return;
        }
        var transition = server.state.acquired(candidate);
        var odd = apply(server, transition, at, Ledger::nobody, aftermath);
        var id = server.id();
        var term = candidate.term();
        if (!transition.next().equals(new Leading(candidate))) {
            record(server, new Acquired(at, id, term, OptionalLong.empty(), kinds(odd)), odd);
            return;
        }
        leaders.acquired(candidate)
                .ifPresent(other -> odd.add(new Tell(Anomaly.Kind.SPLIT_TERM, other + " acquired it too")));
        var event = new Acquired(at, id, term, OptionalLong.of(candidate.tenure()), kinds(odd));
        candidate.acquisition = event;
        record(server, event, odd);
        observers.removeIf(observer -> observer.includes(id) && fulfil(observer, candidate, aftermath));
    }

    /** Takes in that leadership was lost. */
    void lost(TrackedServer server, String reason, Duration at, Aftermath aftermath) {
        if (server.state instanceof Closed) {
            dropped++;
            return;
        }
        var cause = cause(server, reason);
        var odd = apply(server, server.state.lost(cause, reason), at, Ledger::nobody, aftermath);
        if (!odd.isEmpty()) {
            var none = OptionalLong.empty();
            record(server, new Lost(at, server.id(), none, none, cause, reason, kinds(odd)), odd);
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

    /** Takes in that the time of an expectation, or of an observer, is over. */
    void expired(Expectation expectation, Duration at, Supplier<RuntimeException> failure, Aftermath aftermath) {
        if (observers.remove(expectation)) {
            expectation.fail(failure, outbox, aftermath);
        } else {
            roster.of(expectation)
                    .forEach(server -> apply(server, server.state.expired(expectation), at, failure, aftermath));
        }
    }

    /** Takes in that nobody wants it any longer. */
    void cancelled(Expectation expectation, Supplier<RuntimeException> failure, Aftermath aftermath) {
        observers.remove(expectation);
        roster.withdraw(expectation);
        expectation.fail(failure, outbox, aftermath);
    }

    /** Stops listening to a server, and fails who waits for servers of which none is left. */
    void untrack(TrackedServer server, Duration at, Supplier<RuntimeException> failure, Aftermath aftermath) {
        roster.remove(server);
        close(server, Cause.CLOSED, at, failure, aftermath);
        observers.removeIf(observer -> !observer.servers().isEmpty()
                && roster.of(observer).findAny().isEmpty()
                && fail(observer, failure, aftermath));
    }

    /** Stops listening to all servers. */
    void close(Cause cause, Duration at, Supplier<RuntimeException> failure, Aftermath aftermath) {
        roster.all().forEach(server -> close(server, cause, at, failure, aftermath));
        observers.removeIf(observer -> fail(observer, failure, aftermath));
        if (cause == Cause.CLOSED) {
            journal.end();
        }
    }

    private void close(
            TrackedServer server, Cause cause, Duration at, Supplier<RuntimeException> failure, Aftermath aftermath) {
        apply(server, server.state.close(cause), at, failure, aftermath);
    }

    /**
     * Keeps the next state and carries the effects out; answers with what is odd, for the event that is recorded last.
     */
    private List<Tell> apply(
            TrackedServer server,
            Transition transition,
            Duration at,
            Supplier<RuntimeException> failure,
            Aftermath aftermath) {
        server.state = transition.next();
        var odd = new ArrayList<Tell>(0);
        for (var effect : transition.effects()) {
            if (effect instanceof Tell tell) {
                if (strict || tell.kind() != Anomaly.Kind.UNEXPECTED) {
                    odd.add(tell);
                }
            } else if (effect instanceof Fulfil fulfil) {
                roster.withdraw(fulfil.expectation());
                fulfil(fulfil.expectation(), fulfil.leadership(), aftermath);
            } else if (effect instanceof Fail fail && !roster.isExpected(fail.expectation())) {
                fail(fail.expectation(), failure, aftermath);
            } else if (effect instanceof End end) {
                end(server, end, at, aftermath);
            }
        }
        return odd;
    }

    private boolean fulfil(Expectation expectation, HeldLeadership leadership, Aftermath aftermath) {
        expectation.fulfil(leadership, outbox, aftermath);
        return true;
    }

    private boolean fail(Expectation expectation, Supplier<RuntimeException> failure, Aftermath aftermath) {
        expectation.fail(failure, outbox, aftermath);
        return true;
    }

    private void end(TrackedServer server, End end, Duration at, Aftermath aftermath) {
        var held = end.leadership();
        var id = server.id();
        var loss = new Loss(id, held.term(), held.tenure(), end.cause(), end.reason(), startedAt.plus(at));
        if (end.cause() != Cause.MISSED) {
            leaders.ended(held); // else its successor takes its place
        }
        held.end(loss, outbox, aftermath);
        var tenure = OptionalLong.of(held.tenure());
        record(server, new Lost(at, id, held.term(), tenure, end.cause(), end.reason(), Set.of()), List.of());
    }

    private void record(TrackedServer server, LeadershipEvent event, List<Tell> odd) {
        server.lastEvent = event;
        journal.record(event, odd);
    }

    private static Set<Anomaly.Kind> kinds(List<Tell> odd) {
        if (odd.isEmpty()) {
            return Set.of();
        }
        var kinds = EnumSet.noneOf(Anomaly.Kind.class);
        odd.forEach(tell -> kinds.add(tell.kind()));
        return Collections.unmodifiableSet(kinds);
    }

    private static RuntimeException nobody() {
        return new IllegalStateException("a notification fails nobody");
    }

    long dropped() {
        return dropped;
    }
}
