package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A result that is made known once, to two kinds of futures. Threads block on the first kind; whoever makes the result
 * known completes it at once, which runs no foreign code. Callbacks depend on the second kind and are foreign code, so
 * the outbox completes it. No future exists before it is asked for, and none that its user cancelled stays here.
 */
final class Announcement<T> {

    /** How to complete a future with the result. */
    @GuardedBy("this")
    private @Nullable Consumer<CompletableFuture<T>> outcome;

    @GuardedBy("this")
    private @Nullable CompletableFuture<T> waiters;

    /** Futures that threads block on, each with a time-out of its own. */
    @GuardedBy("this")
    private @Nullable Copies<T> waits;

    @GuardedBy("this")
    private @Nullable Copies<T> copies;

    @GuardedBy("this")
    private @Nullable SharedStage<T> stage;

    /** Creates one that is still to be made known. */
    Announcement() {}

    /** Creates one that was made known before it was asked for. */
    Announcement(Consumer<CompletableFuture<T>> outcome) {
        this.outcome = outcome;
    }

    /**
     * Makes the result known. Called once, under the cluster's lock so that callbacks keep the order of their causes.
     *
     * @return wakes the threads that wait, to be run without the lock
     */
    synchronized Optional<Runnable> make(Consumer<CompletableFuture<T>> made, Outbox outbox) {
        outcome = made;
        var told = stage;
        var copied = copies;
        if (told != null || copied != null) {
            outbox.add(() -> {
                if (told != null) {
                    told.settle(made);
                }
                if (copied != null) {
                    copied.take().forEach(made);
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
                made.accept(woken);
            }
            if (timed != null) {
                timed.take().forEach(made);
            }
        });
    }

    synchronized boolean isMade() {
        return outcome != null;
    }

    /** A future to block on; it must never leave this package, and has no dependents. */
    synchronized CompletableFuture<T> waiters() {
        if (waiters == null) {
            waiters = settle(new CompletableFuture<>());
        }
        return waiters;
    }

    /** A future of its own to block on; a caller that no longer waits cancels it. */
    synchronized CompletableFuture<T> waiter() {
        if (outcome != null) {
            return settle(new CompletableFuture<>());
        }
        if (waits == null) {
            waits = new Copies<>();
        }
        return waits.add();
    }

    /** A future whose dependents may be foreign code, and which its user may complete or cancel. */
    synchronized CompletableFuture<T> copy() {
        if (outcome != null) {
            return settle(new CompletableFuture<>());
        }
        if (copies == null) {
            copies = new Copies<>();
        }
        return copies.add();
    }

    /** The same for those who must not complete it; the same one at every call. */
    synchronized CompletionStage<T> stage() {
        if (stage == null) {
            stage = new SharedStage<>(this::copy);
            if (outcome != null) {
                stage.settle(outcome);
            }
        }
        return stage;
    }

    /** How many futures it keeps that were given to others. */
    synchronized int pending() {
        return (waits == null ? 0 : waits.size()) + (copies == null ? 0 : copies.size());
    }

    @GuardedBy("this")
    private CompletableFuture<T> settle(CompletableFuture<T> future) {
        if (outcome != null) {
            outcome.accept(future);
        }
        return future;
    }
}
