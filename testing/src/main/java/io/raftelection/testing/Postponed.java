package io.raftelection.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A command that is handed over when the action that is under way has ended. */
final class Postponed {
    private final Supplier<CompletionStage<Void>> submission;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    Postponed(Supplier<CompletionStage<Void>> submission) {
        this.submission = submission;
    }

    /** A copy: nobody else can complete it. */
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
        } catch (Throwable e) { // the engine's: whoever handed over the command is told
            outcome.completeExceptionally(e);
        }
    }

    void fail() {
        outcome.completeExceptionally(new IllegalStateException("control: closed"));
    }
}
