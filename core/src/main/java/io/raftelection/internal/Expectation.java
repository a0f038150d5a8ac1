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
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A wait for the leadership of one of several servers. Compared by identity. */
public final class Expectation implements LeadershipFuture {
    private final WaitTarget target;
    private final Predicate<Expectation> canceller;
    private final OneShot<Leadership> decision = new OneShot<>();

    /** Creates a new exception for each caller, so that the stack trace is the caller's. Written at most once. */
    private volatile @Nullable Supplier<RuntimeException> failure;

    /** Written under the ledger's lock. */
    private volatile @Nullable HeldLeadership leadership;

    private volatile @Nullable Cancellable alarm;

    /** How many servers can still fulfil it. Guarded by the ledger's lock; unused after the decision. */
    private int candidates;

    /**
     * Creates a pending expectation.
     *
     * @param canceller cancels an expectation, and returns whether it was pending
     */
    Expectation(WaitTarget target, Predicate<Expectation> canceller) {
        this.target = target;
        this.canceller = canceller;
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
        leadership = acquired;
        decision.set(future -> future.complete(acquired), outbox).ifPresent(deferred::add);
        deferred.add(this::disarm);
    }

    /** Completes it with a failure, under the ledger's lock. */
    void fail(Supplier<RuntimeException> why, Outbox outbox, DeferredActions deferred) {
        failure = why;
        decision.set(future -> future.completeExceptionally(new CompletionException(why.get())), outbox)
                .ifPresent(deferred::add);
        deferred.add(this::disarm);
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
        return target;
    }

    Set<ServerId> servers() {
        return target.servers();
    }

    boolean includes(ServerId server) {
        return target.includes(server);
    }

    Duration timeout() {
        return target.timeout();
    }

    /** Whether no other expectation may begin: this one is pending, or its leadership is held. */
    boolean isClaim() {
        var acquired = leadership;
        return acquired == null ? !isDone() : acquired.isHeld();
    }

    String subject() {
        return target.subject();
    }

    IllegalStateException alreadyRequested() {
        return new IllegalStateException(
                subject() + (servers().size() == 1 ? " has" : " have") + " already requested leadership");
    }

    @Override
    public Leadership done() throws InterruptedException {
        var acquired = leadership;
        if (acquired != null) {
            return acquired;
        }
        try {
            return decision.waiters().get();
        } catch (ExecutionException | CancellationException e) {
            throw Optional.ofNullable(failure)
                    .map(Supplier::get)
                    .orElseThrow(() -> new AssertionError("failed without a failure", e));
        }
    }

    @Override
    public boolean isDone() {
        return decision.isSet();
    }

    @Override
    public boolean cancel() {
        return canceller.test(this);
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
        return target.toString();
    }
}
