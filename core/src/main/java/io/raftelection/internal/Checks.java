package io.raftelection.internal;

import io.raftelection.ServerId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a public door checks before it lets anything in. */
public final class Checks {
    /** Longer than anybody waits, and short enough that no sum of two overflows. */
    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9000-01-01T00:00:00Z");

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

    /** Passes on the time of a clock that leaves room for all times after it. */
    public static Instant time(@Nullable Instant value, String what) {
        var time = notNull(value, what);
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new IllegalArgumentException(what + ": " + time + ", expected " + FIRST + " to " + LAST);
        }
        return time;
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
