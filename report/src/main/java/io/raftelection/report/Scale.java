package io.raftelection.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps times to horizontal positions.
 *
 * @param left the position of time zero
 * @param width the width of the whole time
 * @param until the length of the whole time
 */
record Scale(double left, double width, Duration until) {
    /** The approximate number of ticks that stay readable. */
    private static final int TICKS = 8;

    /** The longest time in nanoseconds. It is below the limit of a long, so that sums do not overflow. */
    private static final long LONGEST = Long.MAX_VALUE / 4;

    double x(Duration at) {
        return left + width * nanos(at) / Math.max(1, nanos());
    }

    /** {@return the length of the whole time, in nanoseconds} */
    long nanos() {
        return nanos(until);
    }

    private static long nanos(Duration time) {
        return time.toSeconds() >= LONGEST / 1_000_000_000 ? LONGEST : time.toNanos();
    }

    /** {@return the times of the ticks: multiples of 1, 2 or 5 times a power of ten seconds} */
    List<Duration> ticks() {
        long step = step(Math.max(1, nanos() / TICKS));
        var ticks = new ArrayList<Duration>();
        for (long nanos = 0; nanos <= nanos(); nanos += step) {
            ticks.add(Duration.ofNanos(nanos));
        }
        return ticks;
    }

    /** {@return the smallest tick interval that is not shorter than the given time, in nanoseconds} */
    private static long step(long nanos) {
        long power = 1;
        while (power * 10 <= nanos) {
            power *= 10;
        }
        return power * (nanos <= power ? 1 : nanos <= power * 2 ? 2 : nanos <= power * 5 ? 5 : 10);
    }
}
