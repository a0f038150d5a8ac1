package io.raftelection.testing.spi;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits that an interrupt does not cut short: the thread finds it set afterwards. An engine needs them where a server
 * ends, because a server that is half closed would go on beside the next one.
 */
public final class Uninterruptibly {
    private Uninterruptibly() {}

    /** A call that waits. If an interrupt ends it, it is called again. */
    public interface Wait {
        /**
         * Waits.
         *
         * @throws InterruptedException if the thread was interrupted
         */
        void await() throws InterruptedException;
    }

    /**
     * Calls until an interrupt does not end the call.
     *
     * @param wait the call
     */
    public static void await(Wait wait) {
        boolean isInterrupted = false;
        while (true) {
            try {
                wait.await();
                break;
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until a future has completed in any way, but no longer than the limit.
     *
     * @param future the future
     * @param limit when it gives up
     */
    public static void await(CompletableFuture<?> future, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        await(() -> {
            try {
                var unused = future.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                // it has failed, or is late: the caller looks
            }
        });
    }
}
