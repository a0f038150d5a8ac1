package io.raftelection.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A stage that all callers share and none of them can complete. Its {@link #toCompletableFuture()} returns a new
 * future, which is forgotten when its user cancels it.
 */
final class SharedStage<T> extends CompletableFuture<T> {
    private final OneShot<T> result;

    SharedStage(OneShot<T> result) {
        this.result = result;
    }

    /** Completes it. */
    void settle(Outcome<T> outcome) {
        var exception = outcome.exception();
        if (exception == null) {
            super.complete(outcome.value());
        } else {
            super.completeExceptionally(exception);
        }
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        return result.copy();
    }

    /** Returns an ordinary future for a dependent stage. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    @Override
    public boolean complete(T value) {
        throw notYours();
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        throw notYours();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        throw notYours();
    }

    @Override
    public void obtrudeValue(T value) {
        throw notYours();
    }

    @Override
    public void obtrudeException(Throwable failure) {
        throw notYours();
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        throw notYours();
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
        throw notYours();
    }

    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        throw notYours();
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        throw notYours();
    }

    private static UnsupportedOperationException notYours() {
        return new UnsupportedOperationException(
                "stage: is shared and only the tracker completes it, use toCompletableFuture()");
    }
}
