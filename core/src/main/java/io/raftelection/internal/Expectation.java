package io.raftelection.internal;

import io.raftelection.Leadership;
import io.raftelection.LeadershipFuture;
import io.raftelection.ServerId;
import io.raftelection.spi.Timer.Cancellable;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A wait for the leadership of one of several servers. Compared by identity. */
public final class Expectation implements LeadershipFuture {

    /** What an expectation needs of its tracker. */
    interface Host {

        /** Cancels an expectation. {@return whether it was pending} */
        boolean cancel(Expectation expectation);
    }

    private final Host host;

    // The parts of the target, since most pending expectations never need the target as a whole.
    private final Set<ServerId> servers;
    private final Duration timeout;
    private final long since;

    /** Written under the ledger's lock. */
    private final OneShot<Leadership> decision = new OneShot<>();

    private volatile @Nullable Cancellable alarm;

    /** Ends its event of the flight recorder; null if it has none. */
    private @Nullable Consumer<Outcome<Leadership>> recorder;

    /** How many servers can still fulfil it. Guarded by the ledger's lock; unused after the decision. */
    private int candidates;

    /** Creates a pending expectation. */
    Expectation(WaitTarget target, Host host) {
        this.host = host;
        this.servers = target.servers();
        this.timeout = target.timeout();
        this.since = target.since();
    }

    /** Sets what ends its event of the flight recorder, before it is shared; null if it has none. */
    void setRecorder(@Nullable Consumer<Outcome<Leadership>> event) {
        recorder = event;
    }

    /** Sets how many servers can fulfil it, under the ledger's lock. */
    void setCandidates(int count) {
        candidates = count;
    }

    /** Removes one server that can no longer fulfil it, under the ledger's lock. {@return whether none is left} */
    boolean removeCandidate() {
        candidates--;
        return candidates == 0;
    }

    /** Completes it with a leadership, under the ledger's lock. */
    void fulfil(HeldLeadership acquired, Outbox outbox, DeferredActions deferred) {
        decide(Outcome.value(acquired), outbox, deferred);
    }

    /** Completes it with a failure, under the ledger's lock. */
    void fail(Supplier<RuntimeException> why, Outbox outbox, DeferredActions deferred) {
        decide(Outcome.failure(why), outbox, deferred);
    }

    private void decide(Outcome<Leadership> outcome, Outbox outbox, DeferredActions deferred) {
        decision.set(outcome, outbox).ifPresent(deferred::add);
        deferred.add(this::disarm);
        var present = recorder;
        if (present != null) {
            deferred.add(() -> present.accept(outcome));
        }
    }

    /** Sets the timer of its deadline, and cancels that at once if the expectation is decided already. */
    void arm(Cancellable set) {
        alarm = set;
        if (isDone()) {
            set.cancel();
        }
    }

    private void disarm() {
        var set = alarm;
        if (set != null) {
            set.cancel();
        }
    }

    WaitTarget target() {
        return new WaitTarget(servers, timeout, since);
    }

    Set<ServerId> servers() {
        return servers;
    }

    boolean includes(ServerId server) {
        return servers.isEmpty() || servers.contains(server);
    }

    Duration timeout() {
        return timeout;
    }

    /** Whether no other expectation may begin: this one is pending, or its leadership is held. */
    boolean isClaim() {
        var outcome = decision.outcome();
        if (outcome == null) {
            return true;
        }
        var acquired = outcome.value();
        return acquired != null && acquired.isHeld();
    }

    String subject() {
        return target().subject();
    }

    IllegalStateException alreadyRequested() {
        return new IllegalStateException(
                subject() + (servers.size() == 1 ? " has" : " have") + " already requested leadership");
    }

    @Override
    public Leadership done() throws InterruptedException {
        var outcome = decision.outcome();
        var acquired = outcome == null ? null : outcome.value();
        if (acquired != null) {
            return acquired;
        }
        try {
            return decision.waiters().get();
        } catch (ExecutionException | CancellationException e) {
            throw Optional.ofNullable(decision.outcome())
                    .map(Outcome::failure)
                    .map(Supplier::get)
                    .orElseThrow(() -> new AssertionError("failed without a failure", e));
        }
    }

    @Override
    public boolean isDone() {
        return decision.outcome() != null;
    }

    @Override
    public boolean cancel() {
        return host.cancel(this);
    }

    @Override
    public CompletableFuture<Leadership> toCompletableFuture() {
        return decision.copy();
    }

    int pendingCopies() {
        return decision.pending();
    }

    @Override
    public String toString() {
        return target().toString();
    }
}
