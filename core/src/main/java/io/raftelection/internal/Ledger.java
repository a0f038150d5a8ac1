package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.Loss.Cause;
import io.raftelection.internal.Effect.End;
import io.raftelection.internal.Effect.Fail;
import io.raftelection.internal.Effect.Fulfil;
import io.raftelection.internal.Effect.Tell;
import io.raftelection.internal.Heard.Oddity;
import io.raftelection.internal.ServerState.Closed;
import io.raftelection.internal.ServerState.Leading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All that is known of a cluster, and what follows from each event. Guarded by the cluster's lock, so it runs no
 * foreign code and never waits: what does goes to the {@link Aftermath} or an {@link Outbox}. Moments are nanoseconds
 * from the start.
 */
final class Ledger {
    final Roster roster = new Roster();
    final Leaders leaders = new Leaders();
    final Aftermath aftermath = new Aftermath();
    final Journal journal;

    /** Those who wait without a claim. */
    final List<Expectation> observers = new ArrayList<>(0);

    private final boolean strict;
    private final Outbox outbox;
    private long dropped;

    /** By how much what is taken in may have happened earlier: something only where it was found by looking. */
    private Duration uncertainty = Duration.ZERO;

    Ledger(Settings settings, Outbox outbox, Outbox relay) {
        this.strict = settings.strict();
        this.outbox = outbox;
        this.journal = new Journal(settings, outbox, relay);
    }

    /** Takes in that a leadership was acquired; whether it is one, the server's state decides. */
    void acquired(TrackedServer server, long term, long token, long at) {
        if (server.state instanceof Closed) {
            dropped++;
            return;
        }
        var candidate = new HeldLeadership(server, term, token, leaders.nextTenure(), at);
        var odd = apply(server, server.state.acquired(candidate), Ledger::nobody);
        if (!(server.state instanceof Leading leading) || leading.leadership() != candidate) {
            var none = OptionalLong.empty();
            record(
                    server,
                    new Oddity(new Acquired(Duration.ofNanos(at), server.id(), candidate.term(), none, kinds(odd))),
                    odd);
            return;
        }
        var other = leaders.acquired(candidate);
        if (other.isPresent()) {
            odd = and(odd, new Tell(Anomaly.Kind.SPLIT_TERM, other.get() + " acquired it too"));
        }
        candidate.note(kinds(odd));
        record(server, candidate, odd);
        if (!observers.isEmpty()) {
            observers.removeIf(observer -> observer.includes(server.id()) && fulfil(observer, candidate));
        }
    }

    /** Takes in that leadership was lost. */
    void lost(TrackedServer server, String reason, long at) {
        if (server.state instanceof Closed) {
            dropped++;
            return;
        }
        var cause = cause(server, reason);
        var odd = apply(server, server.state.lost(cause, reason, at), Ledger::nobody);
        if (!odd.isEmpty()) {
            var none = OptionalLong.empty();
            record(
                    server,
                    new Oddity(new Lost(Duration.ofNanos(at), server.id(), none, none, cause, reason, kinds(odd))),
                    odd);
        }
    }

    /** Takes in that an engine was attached to a server: what an earlier attachment reported ends. */
    void attach(TrackedServer server, Attachment attachment, long at) {
        server.attachment = attachment;
        if (server.state instanceof Leading) {
            lost(server, Attachment.REPLACED, at);
        }
    }

    /** Counts a report of an attachment that was replaced. */
    void drop() {
        dropped++;
    }

    /**
     * Takes in what a look found; answers whether a claim to lead could be believed. What is led until now goes on only
     * if the claim is of the same term.
     */
    boolean seen(TrackedServer server, Finding finding, long at, Duration since) {
        long claimed = finding.term();
        long led =
                server.state instanceof Leading leading ? leading.leadership().termNumber() : Terms.NONE;
        if (claimed == led) {
            return true;
        }
        var isBelieved = claimed == Terms.NONE || leaders.mayLead(server.id(), claimed);
        uncertainty = since;
        if (led != Terms.NONE) {
            lost(server, finding.reason(), at);
        }
        if (isBelieved && claimed != Terms.NONE) {
            acquired(server, claimed, Terms.NONE, at);
        }
        uncertainty = Duration.ZERO;
        return isBelieved;
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
    void expired(Expectation expectation, Supplier<RuntimeException> failure) {
        if (observers.remove(expectation)) {
            fail(expectation, failure);
        } else {
            roster.of(expectation).forEach(server -> apply(server, server.state.expired(expectation), failure));
        }
    }

    /** Takes in that nobody wants it any longer. */
    void cancelled(Expectation expectation, Supplier<RuntimeException> failure) {
        observers.remove(expectation);
        roster.withdraw(expectation);
        fail(expectation, failure);
    }

    /** Stops listening to a server, and fails who waits for servers of which none is left. */
    void untrack(TrackedServer server, long at, Supplier<RuntimeException> failure) {
        roster.remove(server);
        close(server, Cause.CLOSED, at, failure);
        observers.removeIf(observer ->
                !observer.servers().isEmpty() && roster.of(observer).findAny().isEmpty() && fail(observer, failure));
    }

    /** Stops listening to all servers. */
    void close(Cause cause, long at, Supplier<RuntimeException> failure) {
        roster.all().forEach(server -> close(server, cause, at, failure));
        observers.removeIf(observer -> fail(observer, failure));
        if (cause == Cause.CLOSED) {
            journal.end();
        }
    }

    private void close(TrackedServer server, Cause cause, long at, Supplier<RuntimeException> failure) {
        apply(server, server.state.close(cause, at), failure);
    }

    /**
     * Keeps the next state and carries the effects out; answers with what is odd, for the event that is recorded last.
     */
    private List<Tell> apply(TrackedServer server, Transition transition, Supplier<RuntimeException> failure) {
        server.state = transition.next();
        var odd = List.<Tell>of();
        for (var effect : transition.effects()) {
            if (effect instanceof End end) {
                end(server, end);
            } else if (effect instanceof Fulfil fulfil) {
                roster.withdraw(fulfil.expectation());
                fulfil(fulfil.expectation(), fulfil.leadership());
            } else if (effect instanceof Fail fail && fail.expectation().isGivenUp()) {
                fail(fail.expectation(), failure);
            } else if (effect instanceof Tell tell && (strict || tell.kind() != Anomaly.Kind.UNEXPECTED)) {
                odd = and(odd, tell);
            }
        }
        return odd;
    }

    private boolean fulfil(Expectation expectation, HeldLeadership leadership) {
        expectation.fulfil(leadership, outbox, aftermath);
        return true;
    }

    private boolean fail(Expectation expectation, Supplier<RuntimeException> failure) {
        expectation.fail(failure, outbox, aftermath);
        return true;
    }

    private void end(TrackedServer server, End end) {
        if (end.cause() != Cause.MISSED) {
            leaders.ended(end.leadership()); // else its successor takes its place
        }
        end.leadership().end(end, outbox, aftermath);
        record(server, end, List.of());
    }

    private void record(TrackedServer server, Heard heard, List<Tell> odd) {
        var kept = uncertainty.isZero() ? heard : new Observed(heard, uncertainty);
        server.lastHeard = kept;
        journal.record(kept, odd);
    }

    /** Mostly nothing is odd, and then there is no list to be made. */
    private static List<Tell> and(List<Tell> odd, Tell tell) {
        return odd.isEmpty()
                ? List.of(tell)
                : Stream.concat(odd.stream(), Stream.of(tell)).toList();
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
