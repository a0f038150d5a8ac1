package io.raftelection.internal;

import io.raftelection.Leadership;
import io.raftelection.LeadershipFuture;
import io.raftelection.ServerId;
import io.raftelection.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Somebody's wait until one of some servers leads. Compared by identity. */
public final class Expectation implements LeadershipFuture {
    private final TrackedCluster cluster;
    private final Set<ServerId> servers;
    private final Duration timeout;
    private final long since;
    private final Announcement<Leadership> decision = new Announcement<>();

    /** Makes the exception, anew for everyone who asks, so that its stack trace is theirs. Written once, or never. */
    private volatile @Nullable Supplier<RuntimeException> failure;

    /** Written under the cluster's lock, or before anyone else knows this object. */
    private volatile @Nullable HeldLeadership leadership;

    private volatile @Nullable Subscription alarm;

    /** How many servers are expected to lead. Guarded by the cluster's lock, and of no use after the decision. */
    private int expected;

    /**
     * Creates a pending expectation.
     *
     * @param servers whom it waits for; empty for any
     * @param since when it began, in nanoseconds from the start
     */
    Expectation(TrackedCluster cluster, Set<ServerId> servers, Duration timeout, long since) {
        this.cluster = cluster;
        this.servers = servers;
        this.timeout = timeout;
        this.since = since;
    }

    /** Takes in, under the cluster's lock, how many servers are expected to lead. */
    void isExpectedOf(int count) {
        expected = count;
    }

    /** Takes in, under the cluster's lock, that one server less can fulfil it; answers whether none is left. */
    boolean isGivenUp() {
        expected--;
        return expected == 0;
    }

    /** Decides it, under the cluster's lock. */
    void fulfil(HeldLeadership acquired, Outbox outbox, Aftermath aftermath) {
        leadership = acquired;
        decision.make(future -> future.complete(acquired), outbox).ifPresent(aftermath::add);
        aftermath.add(this::disarm);
    }

    /** Decides it, under the cluster's lock. */
    void fail(Supplier<RuntimeException> why, Outbox outbox, Aftermath aftermath) {
        failure = why;
        decision.make(future -> future.completeExceptionally(new CompletionException(why.get())), outbox)
                .ifPresent(aftermath::add);
        aftermath.add(this::disarm);
    }

    /** Hands it the alarm of its deadline, which it may have outlived already. */
    void arm(Subscription set) {
        alarm = set;
        if (isDone()) {
            set.close();
        }
    }

    private void disarm() {
        var set = alarm;
        if (set != null) {
            set.close();
        }
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

    Duration deadline() {
        return timeout.plusNanos(since);
    }

    /** Whether it still keeps the one place: it is pending, or what it led to is held. */
    boolean isClaim() {
        var acquired = leadership;
        return acquired == null ? !isDone() : acquired.isHeld();
    }

    /** Names whom it waits for, as in {@code server s1}. */
    String subject() {
        return switch (servers.size()) {
            case 0 -> "any server";
            case 1 -> "server " + servers.iterator().next();
            default -> "servers " + Shown.list(servers);
        };
    }

    IllegalStateException alreadyRequested() {
        return new IllegalStateException(
                subject() + (servers.size() == 1 ? " has" : " have") + " already requested leadership");
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
        return decision.isMade();
    }

    @Override
    public boolean cancel() {
        return cluster.cancel(this);
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
        return subject() + " within " + timeout;
    }
}
