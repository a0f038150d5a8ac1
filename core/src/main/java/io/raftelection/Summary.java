package io.raftelection;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.internal.Checks;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A history in figures. Duplicates, stale acquisitions and spurious losses count as anomalies only.
 *
 * @param elections how often leadership was acquired
 * @param tenures how often and how long each server led
 * @param leaderless the times in which nobody led, as the tracker heard of it
 * @param longestOverlap the longest time in which an old and a new leader were both held, which Raft allows for
 *     different terms
 * @param anomalies how many there were of each kind
 */
public record Summary(
        long elections,
        SortedMap<ServerId, Tenure> tenures,
        Leaderless leaderless,
        Optional<Overlap> longestOverlap,
        Map<Anomaly.Kind, Long> anomalies) {

    /**
     * Checks the values.
     *
     * @param elections how often leadership was acquired
     * @param tenures how often and how long each server led
     * @param leaderless the times without a leader
     * @param longestOverlap the longest time in which two leaderships were held
     * @param anomalies how many there were of each kind
     * @throws IllegalArgumentException if a number is negative
     */
    public Summary {
        Checks.notNegative(elections, "elections");
        Checks.notNull(tenures, "tenures");
        Checks.notNull(leaderless, "leaderless");
        Checks.notNull(longestOverlap, "longestOverlap");
        Checks.notNull(anomalies, "anomalies");
    }

    /**
     * How a server led.
     *
     * @param times how often
     * @param total how long in all
     */
    public record Tenure(long times, Duration total) {

        /**
         * Checks the values.
         *
         * @param times how often
         * @param total how long in all
         * @throws IllegalArgumentException if one is negative
         */
        public Tenure {
            Checks.notNegative(times, "times");
            Checks.notNegative(total, "total");
        }

        Tenure plus(Duration more) {
            return new Tenure(times + 1, total.plus(more));
        }
    }

    /**
     * The times in which nobody led.
     *
     * @param times how many there were, the one before the first election included
     * @param total how long in all
     * @param longest the longest of them
     */
    public record Leaderless(long times, Duration total, Duration longest) {

        /**
         * Checks the values.
         *
         * @param times how many there were
         * @param total how long in all
         * @param longest the longest of them
         * @throws IllegalArgumentException if one is negative
         */
        public Leaderless {
            Checks.notNegative(times, "times");
            Checks.notNegative(total, "total");
            Checks.notNegative(longest, "longest");
        }

        Leaderless plus(Duration gap) {
            return gap.isZero()
                    ? this
                    : new Leaderless(times + 1, total.plus(gap), gap.compareTo(longest) > 0 ? gap : longest);
        }
    }

    /**
     * A time in which two leaderships were held.
     *
     * @param older the acquisition of the one that was acquired first
     * @param newer the acquisition of the other
     * @param length how long
     */
    public record Overlap(Acquired older, Acquired newer, Duration length) {

        /**
         * Checks the values.
         *
         * @param older the acquisition of the leadership that was acquired first
         * @param newer the acquisition of the other leadership
         * @param length how long
         * @throws IllegalArgumentException if the length is negative
         */
        public Overlap {
            Checks.notNull(older, "older");
            Checks.notNull(newer, "newer");
            Checks.notNegative(length, "length");
        }
    }

    static Summary of(History history) {
        var builder = new SummaryBuilder();
        history.events().forEach(builder::on);
        return builder.build(history.until());
    }
}
