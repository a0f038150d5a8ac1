package io.raftelection.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a time is drawn.
 *
 * @param left where zero is
 * @param width how wide all of it is
 * @param until how long it is
 */
record Scale(double left, double width, Duration until) {
    /** About as many ticks as can be read. */
    private static final int TICKS = 8;

    /** Longer times do not fit. */
    private static final long LONGEST = Long.MAX_VALUE / 4;

    double x(Duration at) {
        return left + width * nanos(at) / Math.max(1, nanos());
    }

    /** {@return how long it is, in nanoseconds} */
    long nanos() {
        return nanos(until);
    }

    private static long nanos(Duration time) {
        return time.toSeconds() >= LONGEST / 1_000_000_000 ? LONGEST : time.toNanos();
    }

    /** {@return the times that the axis names: multiples of 1, 2 or 5 times a power of ten seconds} */
    List<Duration> ticks() {
        long step = step(Math.max(1, nanos() / TICKS));
        var ticks = new ArrayList<Duration>();
        for (long nanos = 0; nanos <= nanos(); nanos += step) {
            ticks.add(Duration.ofNanos(nanos));
        }
        return ticks;
    }

    /** The next one that is no less. */
    private static long step(long nanos) {
        long power = 1;
        while (power * 10 <= nanos) {
            power *= 10;
        }
        return power * (nanos <= power ? 1 : nanos <= power * 2 ? 2 : nanos <= power * 5 ? 5 : 10);
    }
}
