package io.raftelection;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.internal.Checks;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The figures of a history. Duplicates, stale acquisitions and spurious losses count as anomalies only.
 *
 * @param elections the number of acquisitions
 * @param tenures the number and the length of the tenures of each server
 * @param withoutKnownLeader the periods in which no leader was known
 * @param untilReady the periods from an acquisition until the leader was ready
 * @param longestOverlap the longest period in which two leaderships were held, which Raft allows for different terms
 * @param anomalies the number of anomalies of each kind
 * @param causes the number of elections by cause
 * @param storms the elections that followed one another too fast
 */
public record Summary(
        long elections,
        SortedMap<ServerId, Tenure> tenures,
        Periods withoutKnownLeader,
        Periods untilReady,
        Optional<Overlap> longestOverlap,
        Map<Anomaly.Kind, Long> anomalies,
        SortedMap<Cause.Kind, Long> causes,
        Storms storms) {

    /**
     * Creates a summary without causes and storms.
     *
     * @param elections the number of acquisitions
     * @param tenures the number and the length of the tenures of each server
     * @param withoutKnownLeader the periods in which no leader was known
     * @param untilReady the periods from an acquisition until the leader was ready
     * @param longestOverlap the longest period in which two leaderships were held
     * @param anomalies the number of anomalies of each kind
     * @throws IllegalArgumentException if a number is negative
     */
    public Summary(
            long elections,
            SortedMap<ServerId, Tenure> tenures,
            Periods withoutKnownLeader,
            Periods untilReady,
            Optional<Overlap> longestOverlap,
            Map<Anomaly.Kind, Long> anomalies) {
        this(
                elections,
                tenures,
                withoutKnownLeader,
                untilReady,
                longestOverlap,
                anomalies,
                Collections.emptySortedMap(),
                new Storms(0, List.of()));
    }

    /**
     * Checks the values.
     *
     * @param elections the number of acquisitions
     * @param tenures the number and the length of the tenures of each server
     * @param withoutKnownLeader the periods in which no leader was known
     * @param untilReady the periods from an acquisition until the leader was ready
     * @param longestOverlap the longest period in which two leaderships were held
     * @param anomalies the number of anomalies of each kind
     * @param causes the number of elections by cause
     * @param storms the elections that followed one another too fast
     * @throws IllegalArgumentException if a number is negative
     */
    public Summary {
        Checks.notNegative(elections, "elections");
        Checks.notNull(tenures, "tenures");
        Checks.notNull(withoutKnownLeader, "withoutKnownLeader");
        Checks.notNull(untilReady, "untilReady");
        Checks.notNull(longestOverlap, "longestOverlap");
        Checks.notNull(anomalies, "anomalies");
        Checks.notNull(causes, "causes");
        Checks.notNull(storms, "storms");
    }

    /**
     * The storms of a history.
     *
     * @param times how many there were
     * @param largest those with the most elections, at most ten, in the order of their times
     */
    public record Storms(long times, List<Storm> largest) {

        /**
         * Checks the values, and copies the list.
         *
         * @param times how many there were
         * @param largest those with the most elections
         * @throws IllegalArgumentException if the number is negative
         */
        public Storms {
            Checks.notNegative(times, "times");
            largest = Checks.list(largest, "largest", "storm");
        }
    }

    /**
     * The tenures of a server.
     *
     * @param times how many there were
     * @param total their total length
     */
    public record Tenure(long times, Duration total) {

        /**
         * Checks the values.
         *
         * @param times how many there were
         * @param total their total length
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
     * The periods of one kind.
     *
     * @param times how many there were
     * @param total their total length
     * @param longest the longest of them
     */
    public record Periods(long times, Duration total, Duration longest) {

        /**
         * Checks the values.
         *
         * @param times how many there were
         * @param total their total length
         * @param longest the longest of them
         * @throws IllegalArgumentException if one is negative
         */
        public Periods {
            Checks.notNegative(times, "times");
            Checks.notNegative(total, "total");
            Checks.notNegative(longest, "longest");
        }

        Periods plus(Duration length) {
            return new Periods(times + 1, total.plus(length), length.compareTo(longest) > 0 ? length : longest);
        }
    }

    /**
     * A period in which two leaderships were held.
     *
     * @param older the acquisition of the earlier leadership
     * @param newer the acquisition of the later leadership
     * @param length the length
     */
    public record Overlap(Acquired older, Acquired newer, Duration length) {

        /**
         * Checks the values.
         *
         * @param older the acquisition of the earlier leadership
         * @param newer the acquisition of the later leadership
         * @param length the length
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
        history.visit(new History.Visitor<RuntimeException>() {
            @Override
            public void event(LeadershipEvent event) {
                builder.on(event);
            }

            @Override
            public void fact(Fact fact) {
                builder.fact(fact);
            }

            @Override
            public void missing(Missing missing) {
                builder.missed(missing);
            }
        });
        return builder.build(history.until());
    }
}
