package io.raftelection.internal;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A thread's wait for a condition of the ledger. Its future has no dependents, so completing it runs no foreign code.
 *
 * @param condition returns the value that the thread waits for, once there is one; called under the ledger's lock
 * @param future completes with that value, or with the exception that the thread throws
 */
record ConditionWait<T>(Function<Ledger, Optional<T>> condition, CompletableFuture<T> future) {

    ConditionWait(Function<Ledger, Optional<T>> condition) {
        this(condition, new CompletableFuture<>());
    }

    /** Wakes the thread if the condition holds, under the ledger's lock. {@return whether it does} */
    boolean decide(Ledger ledger, DeferredActions deferred) {
        Optional<T> value;
        try {
            value = condition.apply(ledger);
        } catch (RuntimeException e) {
            deferred.add(() -> future.completeExceptionally(e));
            return true;
        }
        value.ifPresent(present -> deferred.add(() -> future.complete(present)));
        return value.isPresent();
    }

    /** Wakes the thread with a failure, under the ledger's lock. {@return true} */
    boolean fail(Supplier<RuntimeException> failure, DeferredActions deferred) {
        deferred.add(() -> future.completeExceptionally(failure.get()));
        return true;
    }
}
