package io.raftelection.microraft.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits that an interrupt does not cut short: the thread finds it set afterwards. */
final class Uninterruptibly {
    private Uninterruptibly() {}

    /** Waits until a future has completed in any way, but no longer than the limit. */
    static void await(CompletableFuture<?> future, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        boolean isInterrupted = false;
        while (!future.isDone() && System.nanoTime() - end < 0) {
            try {
                var unused = future.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                isInterrupted = true;
            } catch (ExecutionException | TimeoutException e) {
                break;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
