package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that is made known once, to two kinds of listeners. Threads that wait are woken at once, by whoever made it
 * known: that runs no foreign code. Callbacks are foreign code: their future is completed by the outbox. Neither future
 * exists before somebody asks for it.
 */
final class Announcement<T> {

    /** How to complete a future with what was made known. */
    @GuardedBy("this")
    private @Nullable Consumer<CompletableFuture<T>> outcome;

    @GuardedBy("this")
    private @Nullable CompletableFuture<T> waiters;

    @GuardedBy("this")
    private @Nullable CompletableFuture<T> callbacks;

    @GuardedBy("this")
    private @Nullable CompletionStage<T> stage;

    /** Creates one that is still to be made known. */
    Announcement() {}

    /** Creates one that was made known before anybody asked. */
    Announcement(Consumer<CompletableFuture<T>> outcome) {
        this.outcome = outcome;
    }

    /**
     * Makes it known. Called once, under the cluster's lock so that callbacks keep the order of their causes.
     *
     * @return wakes who waits, to be run without the lock
     */
    synchronized Optional<Runnable> make(Consumer<CompletableFuture<T>> made, Outbox outbox) {
        outcome = made;
        if (callbacks != null) {
            var told = callbacks;
            outbox.add(() -> made.accept(told));
        }
        if (waiters == null) {
            return Optional.empty();
        }
        var woken = waiters;
        return Optional.of(() -> made.accept(woken));
    }

    synchronized boolean isMade() {
        return outcome != null;
    }

    /** A future to block on; it must never leave this package, and have no dependents but of this package. */
    synchronized CompletableFuture<T> waiters() {
        if (waiters == null) {
            waiters = future();
        }
        return waiters;
    }

    /** A future whose dependents may be foreign code. */
    synchronized CompletableFuture<T> callbacks() {
        if (callbacks == null) {
            callbacks = future();
        }
        return callbacks;
    }

    /** The same for those who must not complete it; the same one at every call. */
    synchronized CompletionStage<T> stage() {
        if (stage == null) {
            stage = callbacks().minimalCompletionStage();
        }
        return stage;
    }

    @GuardedBy("this")
    private CompletableFuture<T> future() {
        var future = new CompletableFuture<T>();
        if (outcome != null) {
            outcome.accept(future);
        }
        return future;
    }
}
