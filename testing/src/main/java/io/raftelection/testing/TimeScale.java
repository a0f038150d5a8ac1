package io.raftelection.testing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/**
 * Multiplies the limits of waits by the system property {@value #PROPERTY}, for slow machines. It changes only the time
 * after which a wait fails, and no result. The Go original has {@code GO_RAFT_TEST_LATENCY} for the same purpose.
 */
public final class TimeScale {
    /**
     * The name of the property. Its value is a number from 0.01 to 1000, as in {@code -Draftelection.timescale=2.5}.
     * Default: 1.
     */
    public static final String PROPERTY = "raftelection.timescale";

    private static final BigDecimal MIN = new BigDecimal("0.01");
    private static final BigDecimal MAX = new BigDecimal("1000");
    private static final int MAX_LENGTH = 20;

    private TimeScale() {}

    /**
     * {@return a time-out, scaled}
     *
     * @param timeout as it is on a usual machine, at most a day
     * @throws IllegalArgumentException if the property is no such number, or the time-out is not positive or longer
     */
    public static Duration of(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout: is null");
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("time-out: " + timeout + ", expected more than PT0S, at most PT24H");
        }
        return Duration.ofNanos(
                BigDecimal.valueOf(timeout.toNanos()).multiply(factor()).longValue());
    }

    private static BigDecimal factor() {
        var text = System.getProperty(PROPERTY, "1");
        if (text.length() <= MAX_LENGTH) {
            try {
                var factor = new BigDecimal(text);
                if (factor.compareTo(MIN) >= 0 && factor.compareTo(MAX) <= 0) {
                    return factor;
                }
            } catch (NumberFormatException e) {
                // reported below, like every other value that is not such a number
            }
        }
        throw new IllegalArgumentException(
                PROPERTY + ": \"" + text + "\", expected a number from " + MIN + " to " + MAX);
    }
}
