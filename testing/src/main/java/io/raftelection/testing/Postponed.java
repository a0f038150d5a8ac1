package io.raftelection.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A command that is handed over when the present action has ended. */
final class Postponed {
    private final Supplier<CompletionStage<Void>> submission;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    Postponed(Supplier<CompletionStage<Void>> submission) {
        this.submission = submission;
    }

    /** Returns a copy of the outcome, which callers cannot complete. */
    CompletionStage<Void> outcome() {
        return outcome.copy();
    }

    /** Hands it over; throws nothing. */
    void handOver() {
        try {
            submission.get().whenComplete((nothing, failure) -> {
                if (failure == null) {
                    outcome.complete(null);
                } else {
                    outcome.completeExceptionally(failure);
                }
            });
        } catch (Throwable e) { // the engine's code may throw anything; the outcome reports it
            outcome.completeExceptionally(e);
        }
    }

    void fail() {
        outcome.completeExceptionally(new IllegalStateException("control: closed"));
    }
}
