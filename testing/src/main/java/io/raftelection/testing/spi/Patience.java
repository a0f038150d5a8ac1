package io.raftelection.testing.spi;

import io.raftelection.testing.TestCluster;
import java.time.Duration;
import java.util.Objects;
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
}
