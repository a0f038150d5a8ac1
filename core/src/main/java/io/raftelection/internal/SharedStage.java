package io.raftelection.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A stage that all callers share and none of them can complete. Its {@link #toCompletableFuture()} returns a new
 * future, which is forgotten when its user cancels it.
 */
final class SharedStage<T> extends CompletableFuture<T> {
    private final Supplier<CompletableFuture<T>> copies;

    SharedStage(Supplier<CompletableFuture<T>> copies) {
        this.copies = copies;
    }

    /** Completes it. */
    void settle(Consumer<CompletableFuture<T>> outcome) {
        var result = new CompletableFuture<T>();
        outcome.accept(result);
        var unused = result.whenComplete((value, failure) -> {
            if (failure == null) {
                super.complete(value);
            } else {
                super.completeExceptionally(failure);
            }
        });
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        return copies.get();
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
