package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A result that is set once and completes two kinds of futures. Threads block on the first kind: the thread that sets
 * the result completes these futures at once, which runs no foreign code. The second kind has callbacks, which are
 * foreign code, so the outbox completes these. Futures are created on demand, and a cancelled future is forgotten.
 */
final class OneShot<T> {

    /** The result, once it is set. Written under the lock. */
    private volatile @Nullable Outcome<T> outcome;

    @GuardedBy("this")
    private @Nullable CompletableFuture<T> waiters;

    /** Futures that threads block on, each with a timeout of its own. */
    @GuardedBy("this")
    private @Nullable Copies<T> waits;

    @GuardedBy("this")
    private @Nullable Copies<T> copies;

    @GuardedBy("this")
    private @Nullable SharedStage<T> stage;

    /** Creates one without a result. */
    OneShot() {}

    /** Creates one that has its result. */
    OneShot(Outcome<T> outcome) {
        this.outcome = outcome;
    }

    /**
     * Sets the result. It is called once, under the ledger's lock so that callbacks keep the order of their causes.
     *
     * @return an action that wakes the waiting threads, to be run without the lock
     */
    synchronized Optional<Runnable> set(Outcome<T> result, Outbox outbox) {
        outcome = result;
        var shared = stage;
        var copied = copies;
        if (shared != null || copied != null) {
            outbox.add(() -> {
                if (shared != null) {
                    shared.settle(result);
                }
                if (copied != null) {
                    copied.take().forEach(result::complete);
                }
            });
        }
        var woken = waiters;
        var timed = waits;
        if (woken == null && timed == null) {
            return Optional.empty();
        }
        return Optional.of(() -> {
            if (woken != null) {
                result.complete(woken);
            }
            if (timed != null) {
                timed.take().forEach(result::complete);
            }
        });
    }

    /** Returns the result; null if it is not set yet. Takes no lock. */
    @Nullable
    Outcome<T> outcome() {
        return outcome;
    }

    /** Returns the future that threads block on. It must not leave this package, and has no dependents. */
    synchronized CompletableFuture<T> waiters() {
        if (waiters == null) {
            waiters = settle(new CompletableFuture<>());
        }
        return waiters;
    }

    /** Returns a new future to block on. The caller cancels it when it stops waiting. */
    synchronized CompletableFuture<T> waiter() {
        if (outcome != null) {
            return settle(new CompletableFuture<>());
        }
        if (waits == null) {
            waits = new Copies<>();
        }
        return waits.add();
    }

    /** Returns a new future whose dependents may be foreign code, and which its user may complete or cancel. */
    synchronized CompletableFuture<T> copy() {
        if (outcome != null) {
            return settle(new CompletableFuture<>());
        }
        if (copies == null) {
            copies = new Copies<>();
        }
        return copies.add();
    }

    /** Returns a stage that callers cannot complete, the same one at every call. */
    synchronized CompletionStage<T> stage() {
        if (stage == null) {
            stage = new SharedStage<>(this);
            var result = outcome;
            if (result != null) {
                stage.settle(result);
            }
        }
        return stage;
    }

    /** Returns how many pending futures it keeps. */
    synchronized int pending() {
        return (waits == null ? 0 : waits.size()) + (copies == null ? 0 : copies.size());
    }

    @GuardedBy("this")
    private CompletableFuture<T> settle(CompletableFuture<T> future) {
        var result = outcome;
        if (result != null) {
            result.complete(future);
        }
        return future;
    }
}
