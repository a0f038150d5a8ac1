package io.raftelection.internal;

import io.raftelection.TimeAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The corrections of the wall clocks of several recordings. They are the smallest ones with which no server follows a
 * leader before that leader acquired its term, and with which the recordings of one server follow one another.
 *
 * @param startedAt the wall-clock time from which the merged times count; {@link Instant#EPOCH} if unknown
 * @param files the correction of each recording, in order
 * @param contradiction by how much the bounds contradict each other; zero if they do not
 */
public record ClockOffsets(Instant startedAt, List<Offset> files, Duration contradiction) {
    /** A longer time between two starts means that a clock was not set. */
    private static final Duration LONGEST = Duration.ofDays(3_650);

    /**
     * The correction of one wall clock.
     *
     * @param start the start of the recording, counted from the merged start
     * @param applied the correction; negative if the clock was ahead
     * @param lowest the lowest correction that the other recordings allow; empty if there is no bound
     * @param highest the highest correction that the other recordings allow; empty if there is no bound
     */
    public record Offset(Duration start, Duration applied, Optional<Duration> lowest, Optional<Duration> highest) {}

    /**
     * {@return the corrections for some recordings}
     *
     * @param files what each recording says about its clock; at least one
     */
    public static ClockOffsets of(List<ClockEvidence> files) {
        var origin = files.stream()
                .map(ClockEvidence::startedAt)
                .filter(start -> !start.equals(Instant.EPOCH))
                .findFirst()
                .orElse(Instant.EPOCH);
        var starts = files.stream()
                .mapToLong(file -> start(origin, file.startedAt()))
                .toArray();
        var bounds = ClockBounds.of(files, starts);
        long contradiction = bounds.contradiction();
        var corrections = smallest(bounds, bounds.relaxed(contradiction));
        long first = Long.MAX_VALUE;
        for (int i = 0; i < starts.length; i++) {
            first = Math.min(first, starts[i] + corrections[i]);
        }
        var offsets = new ArrayList<Offset>();
        for (int i = 0; i < starts.length; i++) {
            offsets.add(new Offset(
                    Duration.ofNanos(starts[i] + corrections[i] - first),
                    Duration.ofNanos(corrections[i]),
                    lowest(bounds, corrections, i),
                    highest(bounds, corrections, i)));
        }
        return new ClockOffsets(
                origin.equals(Instant.EPOCH)
                        ? origin
                        : new TimeAnchor(Duration.ZERO, origin).instant(Duration.ofNanos(first)),
                List.copyOf(offsets),
                Duration.ofNanos(contradiction));
    }

    private static long start(Instant origin, Instant startedAt) {
        var start = Duration.between(origin, startedAt);
        return startedAt.equals(Instant.EPOCH) || start.abs().compareTo(LONGEST) > 0 ? 0 : start.toNanos();
    }

    /**
     * Takes each clock in turn as right, and chooses the corrections whose sum is smallest. If there are several, views
     * follow acquisitions most closely with the chosen ones.
     */
    private static long[] smallest(ClockBounds direct, ClockBounds implied) {
        var best = corrections(implied, 0);
        for (int right = 1; right < implied.size(); right++) {
            var next = corrections(implied, right);
            int order = Double.compare(sum(next), sum(best));
            if (order < 0 || (order == 0 && direct.delay(next) < direct.delay(best))) {
                best = next;
            }
        }
        return best;
    }

    private static double sum(long[] corrections) {
        double sum = 0;
        for (long correction : corrections) {
            sum += Math.abs((double) correction);
        }
        return sum;
    }

    /** Corrects one clock after another as little as the bounds to the clocks before allow. */
    private static long[] corrections(ClockBounds bounds, int right) {
        var corrections = new long[bounds.size()];
        var placed = new ArrayList<Integer>(List.of(right));
        for (int next = 0; next < corrections.length; next++) {
            if (next != right) {
                long low = ClockBounds.NONE;
                long high = -ClockBounds.NONE;
                for (int other : placed) {
                    if (bounds.of(other, next) != ClockBounds.NONE) {
                        low = Math.max(low, corrections[other] + bounds.of(other, next));
                    }
                    if (bounds.of(next, other) != ClockBounds.NONE) {
                        high = Math.min(high, corrections[other] - bounds.of(next, other));
                    }
                }
                corrections[next] = Math.max(low, Math.min(high, 0));
                placed.add(next);
            }
        }
        return corrections;
    }

    private static Optional<Duration> lowest(ClockBounds bounds, long[] corrections, int file) {
        long low = ClockBounds.NONE;
        for (int other = 0; other < corrections.length; other++) {
            if (bounds.of(other, file) != ClockBounds.NONE) {
                low = Math.max(low, corrections[other] + bounds.of(other, file));
            }
        }
        return low == ClockBounds.NONE ? Optional.empty() : Optional.of(Duration.ofNanos(low));
    }

    private static Optional<Duration> highest(ClockBounds bounds, long[] corrections, int file) {
        long high = -ClockBounds.NONE;
        for (int other = 0; other < corrections.length; other++) {
            if (bounds.of(file, other) != ClockBounds.NONE) {
                high = Math.min(high, corrections[other] - bounds.of(file, other));
            }
        }
        return high == -ClockBounds.NONE ? Optional.empty() : Optional.of(Duration.ofNanos(high));
    }
}
