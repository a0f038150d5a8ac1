package io.raftelection;

import io.raftelection.internal.Checks;
import java.time.Duration;

/**
 * A time in which elections followed one another too fast: each of them is one of several within a window.
 *
 * @param from the time of the first election
 * @param to the time of the last one
 * @param elections the number of elections
 */
public record Storm(Duration from, Duration to, long elections) {

    /**
     * Checks the values.
     *
     * @param from the time of the first election
     * @param to the time of the last one
     * @param elections the number of elections
     * @throws IllegalArgumentException if one is negative
     */
    public Storm {
        Checks.notNegative(from, "from");
        Checks.notNegative(to, "to");
        Checks.notNegative(elections, "elections");
    }

    /**
     * How many elections within which window are a storm.
     *
     * @param elections the number of elections, 2 to 10,000
     * @param window the longest time from the first of them to the last, more than zero and at most 365 days
     */
    public record Rule(int elections, Duration window) {
        /** Five elections within a minute. */
        public static final Rule DEFAULT = new Rule(5, Duration.ofMinutes(1));

        /**
         * Checks the values.
         *
         * @param elections the number of elections
         * @param window the longest time from the first of them to the last
         * @throws IllegalArgumentException if one is out of range
         */
        public Rule {
            Checks.range(elections, 2, 10_000, "elections");
            Checks.timeout(window, "window");
        }
    }
}
