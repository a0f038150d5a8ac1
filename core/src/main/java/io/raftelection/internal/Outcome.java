package io.raftelection.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The result of a {@link OneShot}. Exactly one of the two is not null.
 *
 * @param failure creates a new exception for each future and caller, so that the stack trace is the caller's
 */
record Outcome<T>(@Nullable T value, @Nullable Supplier<RuntimeException> failure) {

    static <T> Outcome<T> value(T value) {
        return new Outcome<>(value, null);
    }

    static <T> Outcome<T> failure(Supplier<RuntimeException> failure) {
        return new Outcome<>(null, failure);
    }

    /** Completes a future with the result. */
    void complete(CompletableFuture<T> future) {
        var exception = exception();
        if (exception == null) {
            future.complete(value);
        } else {
            future.completeExceptionally(exception);
        }
    }

    /** Returns a new exception for a future; null if the result is a value. */
    @Nullable
    CompletionException exception() {
        return failure == null ? null : new CompletionException(failure.get());
    }
}
