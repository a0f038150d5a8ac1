package io.raftelection.microraft.testing;

import java.time.Duration;
import java.util.Objects;

/**
 * The delay, loss and duplication of messages. Each delay is random, so messages overtake each other.
 *
 * @param slowest the longest that a message takes, a millisecond or more; a millisecond is the shortest
 * @param lostPercent how many of a hundred never arrive
 * @param duplicatedPercent how many of a hundred that are not lost arrive twice
 */
public record NetworkConditions(Duration slowest, int lostPercent, int duplicatedPercent) {

    /** Messages take up to five milliseconds, and each arrives once. */
    public static final NetworkConditions FAIR = new NetworkConditions(Duration.ofMillis(5), 0, 0);

    /**
     * Checks the figures.
     *
     * @param slowest the longest that a message takes
     * @param lostPercent how many of a hundred never arrive
     * @param duplicatedPercent how many of a hundred that are not lost arrive twice
     * @throws IllegalArgumentException if a value is out of range
     */
    public NetworkConditions {
        Objects.requireNonNull(slowest, "slowest: is null");
        if (slowest.toMillis() < 1) {
            throw new IllegalArgumentException("slowest: " + slowest + ", expected a millisecond or more");
        }
        checkPercent("lost", lostPercent);
        checkPercent("duplicated", duplicatedPercent);
    }

    private static void checkPercent(String what, int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException(what + ": " + percent + " percent, expected 0 to 100");
        }
    }

    /** {@return for example {@code up to 120 ms, 5 % lost, 20 % duplicated}} */
    @Override
    public String toString() {
        return "up to " + slowest.toMillis() + " ms, " + lostPercent + " % lost, " + duplicatedPercent
                + " % duplicated";
    }
}
