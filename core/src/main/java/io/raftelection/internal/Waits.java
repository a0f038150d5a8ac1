package io.raftelection.internal;

import io.raftelection.KnownLeader;
import io.raftelection.Leadership;
import io.raftelection.Loss;
import io.raftelection.ServerId;
import io.raftelection.spi.Timer.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for leaderships and for their losses, and keeps the deadlines. Safe for use by many threads. */
final class Waits implements HeldLeadership.Host, Expectation.Host {
    private final String tracker;
    private final SynchronizedLedger ledger;
    private final ClusterTime time;
    private final CallbackExecutor callbacks;

    /** The latest expectation, which may be the pending one. Guarded by the ledger's lock. */
    private @Nullable Expectation claim;

    Waits(String tracker, SynchronizedLedger ledger, ClusterTime time, CallbackExecutor callbacks) {
        this.tracker = tracker;
        this.ledger = ledger;
        this.time = time;
        this.callbacks = callbacks;
    }

    /** See {@code Tracker.expect}. */
    Expectation expect(Set<ServerId> ids, Duration timeout) {
        var expectation = expectation(ids, timeout);
        expectation.setRecorder(Jfr.expectation(tracker, expectation.target()));
        ledger.run(open -> {
            open.requireTracked(ids);
            if (claim != null && claim.isClaim()) {
                throw claim.alreadyRequested();
            }
            open.roster.expect(expectation);
            claim = expectation;
        });
        arm(expectation);
        return expectation;
    }

    /** See {@code Tracker.await}. */
    Leadership await(Set<ServerId> ids, Duration timeout) throws InterruptedException {
        var waiter = expectation(ids, timeout);
        var present = ledger.use(open -> {
            open.requireTracked(ids);
            var leader = open.leaders.first(waiter::includes);
            if (leader.isEmpty()) {
                open.waits().waiters.add(waiter);
            }
            return leader;
        });
        if (present.isPresent()) {
            return present.get();
        }
        arm(waiter);
        try {
            return waiter.done();
        } finally {
            cancel(waiter);
        }
    }

    private Expectation expectation(Set<ServerId> ids, Duration timeout) {
        return new Expectation(new WaitTarget(ids, timeout, time.now()), this);
    }

    private void arm(Expectation expectation) {
        Cancellable alarm;
        try {
            alarm = time.schedule(expectation.timeout(), () -> expire(expectation));
        } catch (Throwable e) {
            cancel(expectation);
            throw e;
        }
        callbacks.guard(() -> expectation.arm(alarm));
    }

    private void expire(Expectation expectation) {
        ledger.change((open, at) -> {
            if (expectation.isDone()) {
                return false;
            }
            var report = report(open, expectation.target(), at);
            open.expired(expectation, report::notAcquired);
            return true;
        });
    }

    @Override
    public boolean cancel(Expectation expectation) {
        return ledger.change((open, at) -> {
            if (expectation.isDone()) {
                return false;
            }
            Supplier<RuntimeException> failure =
                    () -> new CancellationException(expectation.subject() + ": expectation cancelled");
            open.cancelled(expectation, failure);
            return true;
        });
    }

    @Override
    public Loss awaitLost(HeldLeadership held, CompletableFuture<Loss> ended, Duration timeout)
            throws InterruptedException {
        var target = new WaitTarget(Set.of(held.server()), timeout, time.now());
        try {
            var alarm = time.schedule(timeout, () -> ended.cancel(false));
            try {
                return ended.get();
            } catch (CancellationException e) {
                long now = time.now();
                throw ledger.use(open -> report(open, target, open.journal.at(now)))
                        .notLost(held);
            } catch (ExecutionException e) {
                throw new AssertionError("a loss does not fail", e);
            } finally {
                callbacks.guard(alarm::cancel);
            }
        } finally {
            ended.cancel(false);
        }
    }

    @Override
    public void awaitReady(HeldLeadership held, Duration timeout) throws InterruptedException {
        await(Set.of(held.server()), timeout, open -> open.views().readiness(held), report -> report.notReady(held));
    }

    /** See {@code Tracker.awaitKnownLeader}. */
    KnownLeader awaitKnownLeader(Duration timeout) throws InterruptedException {
        return await(Set.of(), timeout, open -> open.views().leader(), TimeoutReport::notKnown);
    }

    /** See {@code Tracker.awaitAgreement}. */
    KnownLeader awaitAgreement(Duration timeout) throws InterruptedException {
        return await(Set.of(), timeout, open -> open.views().agreement(), TimeoutReport::notAgreed);
    }

    /** Waits for a condition of the ledger, which may hold already. */
    private <T> T await(
            Set<ServerId> servers,
            Duration timeout,
            Function<Ledger, Optional<T>> condition,
            Function<TimeoutReport, RuntimeException> failure)
            throws InterruptedException {
        var wait = new ConditionWait<>(condition);
        var present = ledger.use(open -> {
            open.requireTracked(servers);
            var value = condition.apply(open);
            if (value.isEmpty()) {
                open.waits().conditions.add(wait);
            }
            return value;
        });
        if (present.isPresent()) {
            return present.get();
        }
        var target = new WaitTarget(servers, timeout, time.now());
        try {
            var alarm = time.schedule(timeout, () -> wait.future().cancel(false));
            try {
                return wait.future().get();
            } catch (CancellationException e) {
                long now = time.now();
                throw failure.apply(ledger.use(open -> report(open, target, open.journal.at(now))));
            } catch (ExecutionException e) {
                throw withStackTraceOfCaller(e);
            } finally {
                callbacks.guard(alarm::cancel);
            }
        } finally {
            ledger.run(open -> open.waits().conditions.remove(wait));
        }
    }

    private static RuntimeException withStackTraceOfCaller(ExecutionException failed) {
        if (failed.getCause() instanceof RuntimeException cause) {
            cause.setStackTrace(new Throwable().getStackTrace());
            return cause;
        }
        throw new AssertionError("fails with an unchecked exception only", failed);
    }

    private static TimeoutReport report(Ledger ledger, WaitTarget target, long at) {
        return new TimeoutReport(
                target,
                Duration.ofNanos(at),
                ledger.views().standings(),
                ledger.views().leader().isPresent(),
                ledger.views().leaderInWords(),
                ledger.roster.lastLoss(target));
    }

    @Override
    public Instant instant(long at) {
        return time.instant(at);
    }

    @Override
    public Instant freshInstant(long at) {
        return time.freshInstant(at);
    }
}
