package io.raftelection.testing.spi;

import io.raftelection.testing.TestCluster;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * How long a {@link TestCluster} waits for what its engine tells nobody of, and how often it looks.
 *
 * @param limit when it gives up
 * @param lookAgain how long between two looks
 */
public record Patience(Duration limit, Duration lookAgain) {

    /**
     * Checks the times.
     *
     * @param limit when it gives up
     * @param lookAgain how long between two polls
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
     * Waits until something is so.
     *
     * @param condition asked at once, then again and again, on this thread
     * @return whether it came to be so before the limit
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
