package io.raftelection.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An action that is carried out when a breakpoint is hit. Safe for use by many threads. */
public final class Plan {
    private final String what;
    private final Convergence convergence;
    private final CompletableFuture<Void> done;

    Plan(String what, Convergence convergence, CompletableFuture<Void> done) {
        this.what = what;
        this.convergence = convergence;
        this.done = done;
    }

    /**
     * Waits until the action has ended.
     *
     * @throws NotConvergedException if it is not in time
     * @throws IllegalStateException if the action threw an exception or error, which is the cause; if the term was lost
     *     before the action started; or if the control was closed
     * @throws InterruptedException if the thread was interrupted
     */
    public void await() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(what + ": interrupted before it was awaited");
        }
        try {
            done.get(convergence.limit().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw convergence.failure(what + ": not done");
        } catch (ExecutionException e) {
            throw new IllegalStateException(what + ": " + e.getCause(), e.getCause());
        }
    }

    /** Waits until the action is done or given up. */
    void awaitEnd() throws InterruptedException {
        try {
            done.get(convergence.limit().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw convergence.failure(what + ": not done");
        } catch (ExecutionException e) {
            // await() reports it
        }
    }

    /** {@return a copy that completes when the action is done, or exceptionally if it is given up} */
    public CompletionStage<Void> done() {
        return done.minimalCompletionStage();
    }

    /** {@return as in {@code when command 2 of s1 (term 4) is appended}} */
    @Override
    public String toString() {
        return what;
    }
}
