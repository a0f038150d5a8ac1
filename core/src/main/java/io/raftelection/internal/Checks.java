package io.raftelection.internal;

import io.raftelection.ServerId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a public door checks before it lets anything in. */
public final class Checks {
    /** Longer than anybody waits, and short enough that no sum of two overflows. */
    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Checks() {}

    /** Passes on what is not null. */
    public static <T> T notNull(@Nullable T value, String what) {
        if (value == null) {
            throw new NullPointerException(what + ": is null");
        }
        return value;
    }

    /** Passes on a time-out that can be kept. */
    public static Duration timeout(@Nullable Duration value) {
        var timeout = notNull(value, "timeout");
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "timeout: " + timeout + ", expected more than zero and at most " + MAX_TIMEOUT);
        }
        return timeout;
    }

    /** {@return a moment that is counted from the start, in nanoseconds; those of more than 292 years are cut} */
    public static long moment(@Nullable Duration value) {
        var moment = notNull(value, "at");
        if (moment.isNegative()) {
            throw new IllegalArgumentException("at: " + moment + ", expected zero or more");
        }
        return moment.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : moment.toNanos();
    }

    /** Passes on a number within a range. */
    public static int range(int value, int from, int to, String what) {
        if (value < from || value > to) {
            throw new IllegalArgumentException(what + ": " + value + ", expected " + from + " to " + to);
        }
        return value;
    }

    /** Passes on a name that is as good as a server's. */
    public static String name(@Nullable String name) {
        try {
            return ServerId.of(notNull(name, "name")).value();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()).replaceFirst("^server id", "name"), e);
        }
    }
}
