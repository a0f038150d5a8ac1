package io.raftelection.internal;

import io.raftelection.internal.ClockEvidence.Range;
import io.raftelection.internal.ClockEvidence.TermLeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bounds between the corrections of several clocks: the correction of clock {@code b} exceeds that of clock {@code a}
 * by {@code of(a, b)} nanoseconds or more. Not thread-safe.
 */
final class ClockBounds {
    /** The value of a pair without a bound. Values are far from the limits of a long, so that sums do not overflow. */
    static final long NONE = Long.MIN_VALUE / 2;

    private static final long LARGEST = Long.MAX_VALUE / 4;

    private final long[][] bounds;

    private ClockBounds(int size) {
        bounds = new long[size][size];
        for (var row : bounds) {
            Arrays.fill(row, NONE);
        }
    }

    /** {@return the bounds of recordings, whose wall clocks started at these times} */
    static ClockBounds of(List<ClockEvidence> files, long[] starts) {
        var result = new ClockBounds(files.size());
        result.addViews(files, starts);
        for (int a = 0; a < files.size(); a++) {
            for (int b = 0; b < files.size(); b++) {
                if (a != b && isBefore(files.get(a), starts[a], files.get(b), starts[b])) {
                    result.add(a, b, Checks.moment(files.get(a).until()) + starts[a] - starts[b]);
                }
            }
        }
        return result;
    }

    private record Acquisition(int file, long at) {}

    /** A server cannot follow a leader before that leader acquired its term. */
    private void addViews(List<ClockEvidence> files, long[] starts) {
        Map<TermLeader, List<Acquisition>> acquisitions = new HashMap<>();
        for (int a = 0; a < files.size(); a++) {
            int file = a;
            files.get(a)
                    .acquired()
                    .forEach((key, at) -> acquisitions
                            .computeIfAbsent(key, none -> new ArrayList<>(1))
                            .add(new Acquisition(file, at)));
        }
        for (int b = 0; b < files.size(); b++) {
            for (var view : files.get(b).followed().entrySet()) {
                for (var acquisition : acquisitions.getOrDefault(view.getKey(), List.of())) {
                    int a = acquisition.file();
                    if (a != b) {
                        add(a, b, acquisition.at() + starts[a] - view.getValue() - starts[b]);
                    }
                }
            }
        }
    }

    /** Whether a recording ended before the other one started, because one server restarted in between. */
    private static boolean isBefore(ClockEvidence one, long start, ClockEvidence other, long otherStart) {
        for (var server : one.ranges().entrySet()) {
            var range = other.ranges().get(server.getKey());
            if (range != null) {
                return server.getValue().isBefore(range)
                        || (!range.isBefore(server.getValue())
                                && start + Checks.moment(one.until()) <= otherStart
                                && isEarlier(server.getValue(), range, start, otherStart));
            }
        }
        return false;
    }

    /** Whether terms agree that one comes first, or the clocks do where terms are equal. */
    private static boolean isEarlier(Range one, Range other, long start, long otherStart) {
        return one.last() <= other.first() && start < otherStart;
    }

    private void add(int a, int b, long bound) {
        bounds[a][b] = Math.max(bounds[a][b], Math.max(-LARGEST, Math.min(LARGEST, bound)));
    }

    int size() {
        return bounds.length;
    }

    long of(int a, int b) {
        return bounds[a][b];
    }

    /** {@return by how much the corrections exceed all bounds together} */
    double delay(long[] corrections) {
        double delay = 0;
        for (int a = 0; a < size(); a++) {
            for (int b = 0; b < size(); b++) {
                if (bounds[a][b] != NONE) {
                    delay += (double) corrections[b] - corrections[a] - bounds[a][b];
                }
            }
        }
        return delay;
    }

    /** {@return by how much all bounds have to be relaxed so that they agree with each other} */
    long contradiction() {
        if (relaxed(0).isConsistent()) {
            return 0;
        }
        long low = 0;
        long high = LARGEST;
        while (low + 1 < high) {
            long middle = low + (high - low) / 2;
            if (relaxed(middle).isConsistent()) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private boolean isConsistent() {
        for (int i = 0; i < size(); i++) {
            if (bounds[i][i] > 0) {
                return false;
            }
        }
        return true;
    }

    /** {@return the bounds that follow from all bounds together, each of which is relaxed by some nanoseconds} */
    ClockBounds relaxed(long by) {
        var result = new ClockBounds(size());
        for (int a = 0; a < size(); a++) {
            for (int b = 0; b < size(); b++) {
                result.bounds[a][b] = bounds[a][b] == NONE ? NONE : bounds[a][b] - by;
            }
        }
        for (int via = 0; via < size(); via++) {
            for (int a = 0; a < size(); a++) {
                for (int b = 0; b < size(); b++) {
                    if (result.bounds[a][via] != NONE && result.bounds[via][b] != NONE) {
                        result.add(a, b, result.bounds[a][via] + result.bounds[via][b]);
                    }
                }
            }
        }
        return result;
    }
}
