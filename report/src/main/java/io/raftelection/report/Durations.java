package io.raftelection.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Spells times in the words that a person uses. Everything is rounded down. */
final class Durations {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000 * MICRO;
    private static final long SECOND = 1_000 * MILLI;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    /** The longest time. It is below the limit of a long, so that sums do not overflow. */
    static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

    private Durations() {}

    /** {@return the nanoseconds of a time, at least zero and at most those of {@link #LONGEST}} */
    static long nanos(Duration time) {
        return time.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : Math.max(0, time.toNanos());
    }

    /** {@return the one or two largest units, for example {@code 2 d 4 h}, {@code 12.3 s} or {@code 340 ms}} */
    static String rounded(Duration time) {
        long nanos = nanos(time);
        if (nanos < SECOND) {
            return small(nanos, nanos < 10 * MILLI ? 1 : 0);
        }
        if (nanos < MINUTE) {
            return decimal(nanos, SECOND, nanos < 10 * SECOND ? 3 : 1) + " s";
        }
        if (nanos < HOUR) {
            return pair(nanos, MINUTE, " min", SECOND, " s");
        }
        return nanos < DAY ? pair(nanos, HOUR, " h", MINUTE, " min") : pair(nanos, DAY, " d", HOUR, " h");
    }

    /** {@return all units down to milliseconds, for example {@code 2 d 4 h 12 min 33.642 s}} */
    static String exact(Duration time) {
        long nanos = nanos(time);
        if (nanos < SECOND) {
            return small(nanos, 6);
        }
        var text = new StringBuilder();
        text.append(nanos >= DAY ? nanos / DAY + " d " : "");
        text.append(nanos % DAY >= HOUR ? nanos % DAY / HOUR + " h " : "");
        text.append(nanos % HOUR >= MINUTE ? nanos % HOUR / MINUTE + " min " : "");
        text.append(nanos % MINUTE >= MILLI ? decimal(nanos % MINUTE, SECOND, 3) + " s" : "");
        return text.toString().strip();
    }

    private static String small(long nanos, int digits) {
        if (nanos == 0) {
            return "0 s";
        }
        return nanos < MICRO
                ? nanos + " ns"
                : nanos < MILLI ? decimal(nanos, MICRO, digits) + " µs" : decimal(nanos, MILLI, digits) + " ms";
    }

    private static String pair(long nanos, long large, String name, long small, String other) {
        long rest = nanos % large / small;
        return nanos / large + name + (rest == 0 ? "" : " " + rest + other);
    }

    private static String decimal(long nanos, long unit, int digits) {
        return BigDecimal.valueOf(nanos)
                .divide(BigDecimal.valueOf(unit), digits, RoundingMode.DOWN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
