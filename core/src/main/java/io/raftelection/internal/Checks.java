package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks the arguments of public methods. */
public final class Checks {
    /** The longest timeout. The sum of two does not overflow. */
    private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9000-01-01T00:00:00Z");
    /** The longest time that fits into nanoseconds. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Checks() {}

    /** Returns a value that is not null. */
    public static <T> T notNull(@Nullable T value, String what) {
        if (value == null) {
            throw new NullPointerException(what + ": is null");
        }
        return value;
    }

    /** Returns a timeout within the allowed range. */
    public static Duration timeout(@Nullable Duration value) {
        return timeout(value, "timeout");
    }

    /** Returns a time within the range of timeouts. */
    public static Duration timeout(@Nullable Duration value, String what) {
        var timeout = notNull(value, what);
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    what + ": " + timeout + ", expected more than zero and at most " + MAX_TIMEOUT);
        }
        return timeout;
    }

    /** Returns the time of a clock, which must leave room for all later times. */
    public static Instant time(@Nullable Instant value, String what) {
        var time = notNull(value, what);
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new IllegalArgumentException(what + ": " + time + ", expected " + FIRST + " to " + LAST);
        }
        return time;
    }

    /** {@return a moment in nanoseconds from the start; at most 292 years} */
    public static long moment(@Nullable Duration value) {
        var moment = notNull(value, "at");
        if (moment.isNegative()) {
            throw new IllegalArgumentException("at: " + moment + ", expected zero or more");
        }
        return moment.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : moment.toNanos();
    }

    /** Returns a number within a range. */
    public static int range(int value, int from, int to, String what) {
        if (value < from || value > to) {
            throw new IllegalArgumentException(what + ": " + value + ", expected " + from + " to " + to);
        }
        return value;
    }

    /** Returns a name that follows the rules of server names. */
    public static String name(@Nullable String name) {
        try {
            return ServerId.of(notNull(name, "name")).value();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()).replaceFirst("^server id", "name"), e);
        }
    }

    /** Returns a time that is not negative. */
    public static Duration notNegative(@Nullable Duration value, String what) {
        var time = notNull(value, what);
        if (time.isNegative()) {
            throw new IllegalArgumentException(what + ": " + time + ", expected zero or more");
        }
        return time;
    }

    /** Returns a number that is not negative. */
    public static long notNegative(long value, String what) {
        if (value < 0) {
            throw new IllegalArgumentException(what + ": " + value + ", expected zero or more");
        }
        return value;
    }

    /** Returns an optional number that is not negative. */
    public static OptionalLong notNegative(@Nullable OptionalLong value, String what) {
        var number = notNull(value, what);
        if (number.isPresent()) {
            notNegative(number.getAsLong(), what);
        }
        return number;
    }

    /** Copies a list, none of whose items may be null. */
    public static <T> List<T> list(@Nullable List<T> values, String what, String item) {
        for (var value : notNull(values, what)) {
            notNull(value, item);
        }
        return List.copyOf(notNull(values, what));
    }

    /** Copies a set of servers, none of which may be null, in the order of their names. */
    public static SortedSet<ServerId> sorted(@Nullable Collection<ServerId> values, String what) {
        var servers = new TreeSet<ServerId>();
        for (var value : notNull(values, what)) {
            servers.add(notNull(value, "server"));
        }
        return Collections.unmodifiableSortedSet(servers);
    }

    /** Copies the anomalies of an event, in the order of their kinds. */
    public static Set<Anomaly.Kind> anomalies(@Nullable Set<Anomaly.Kind> values) {
        if (notNull(values, "anomalies").isEmpty()) {
            return Set.of();
        }
        var kinds = EnumSet.noneOf(Anomaly.Kind.class);
        for (var value : notNull(values, "anomalies")) {
            kinds.add(notNull(value, "anomaly"));
        }
        return Collections.unmodifiableSet(kinds);
    }
}
