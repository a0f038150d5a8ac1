package io.raftelection.testing.spi;

import io.raftelection.ServerId;
import io.raftelection.testing.TestCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Polling limits for conditions that the engine of a {@link TestCluster} does not report.
 *
 * @param limit when it gives up
 * @param lookAgain the pause between two polls
 */
public record Patience(Duration limit, Duration lookAgain) {

    /**
     * Checks the times.
     *
     * @param limit when it gives up
     * @param lookAgain the pause between two polls
     * @throws IllegalArgumentException if one is negative
     */
    public Patience {
        check(limit, "limit");
        check(lookAgain, "lookAgain");
    }

    private static void check(Duration time, String what) {
        if (Objects.requireNonNull(time, what + ": is null").isNegative()) {
            throw new IllegalArgumentException(what + ": " + time + ", expected zero or more");
        }
    }

    /**
     * Waits until a condition holds.
     *
     * @param condition the condition, which is polled on this thread, at once and then repeatedly
     * @return whether it held before the limit
     * @throws InterruptedException if the thread was interrupted
     */
    public boolean until(BooleanSupplier condition) throws InterruptedException {
        Objects.requireNonNull(condition, "condition: is null");
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                return false;
            }
            Thread.sleep(lookAgain.toMillis());
        }
        return true;
    }

    /**
     * Waits for the answer of a server to a request.
     *
     * @param server the server
     * @param answer completes when it has answered, exceptionally if it refuses
     * @return the answer
     * @param <T> its type
     * @throws IOException if the server refuses, or does not answer before the limit: {@code server s1: does not answer
     *     within PT10S}
     * @throws InterruptedException if the thread was interrupted
     */
    public <T> T answer(ServerId server, Future<T> answer) throws IOException, InterruptedException {
        Objects.requireNonNull(server, "server: is null");
        try {
            return Objects.requireNonNull(answer, "answer: is null").get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            var why = Objects.requireNonNullElse(e.getCause(), e);
            var words = Objects.requireNonNullElse(why.getMessage(), why.toString());
            throw new IOException("server " + server + ": refuses: " + words, why);
        } catch (TimeoutException e) {
            throw new IOException("server " + server + ": does not answer within " + limit, e);
        }
    }
}
