package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.TimeAnchor;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Translates moments of the tracker's time, which never decreases, to wall-clock time. The two diverge when the system
 * clock is set, and when the machine is suspended, since the tracker's time then stands still. Therefore the clock is
 * read repeatedly, and a reading that differs from the expected one starts a new {@link Stretch}.
 *
 * <p>A notification reads the system clock itself, on the engine's thread, at most once per millisecond: that takes
 * about 25 ns and runs no foreign code. Only {@link #refresh} reads a user's clock, on a thread of the user or of the
 * executor.
 */
final class WallClock {
    /** How long a reading is used without another one. */
    private static final long FRESH_NANOS = 1_000_000;

    /** A smaller difference is no change: clocks are adjusted by small amounts all the time. */
    private static final long TOLERANCE_MILLIS = 100;

    /** A reading that takes longer is ignored, since its thread was suspended meanwhile. */
    private static final long MAX_READING_NANOS = 10_000_000;

    private static final int MAX_TRIES = 3;
    private static final int NANOS_PER_MILLI = 1_000_000;

    /** How many stretches are kept. Moments before the oldest one use that one. */
    private static final int MAX_STRETCHES = 256;

    private final InstantSource clock;
    private final boolean isSystem;
    private final LongSupplier time;

    /** Replaced as a whole, under this object's lock. Never empty. */
    private volatile Stretch[] stretches;

    /** A period in which the two did not diverge. */
    private static final class Stretch {
        private final long from;
        private final Instant start;

        /** The latest moment that a reading confirmed. A lost update does no harm. */
        private volatile long until;

        Stretch(long from, Instant start, long until) {
            this.from = from;
            this.start = start;
            this.until = until;
        }

        boolean agrees(long at, long millis) {
            long expected = start.toEpochMilli() + (at - from) / NANOS_PER_MILLI;
            return Math.abs(millis - expected) <= TOLERANCE_MILLIS;
        }

        Instant at(long at) {
            try {
                return start.plusNanos(at - from);
            } catch (DateTimeException | ArithmeticException e) {
                return start; // beyond the last instant
            }
        }
    }

    /**
     * Creates a translation.
     *
     * @param isSystem whether an engine's thread may read the clock
     * @param start the wall-clock time of the tracker's start
     * @param time the tracker's time, in nanoseconds from the start
     */
    WallClock(InstantSource clock, boolean isSystem, Instant start, LongSupplier time) {
        this.clock = clock;
        this.isSystem = isSystem;
        this.time = time;
        this.stretches = new Stretch[] {new Stretch(0, start, 0)};
    }

    /** Whether a clock is the system clock, which is not foreign code. */
    static boolean isSystem(InstantSource clock) {
        return clock == InstantSource.system()
                || clock.getClass() == Clock.systemUTC().getClass();
    }

    /** Records that an event happens now. It is cheap and runs no foreign code. */
    void note(long now) {
        if (isSystem && isDue(now)) {
            read(now);
        }
    }

    /** Reads the clock, which may be the user's: an engine's thread must not call this, nor a thread with a lock. */
    void refresh() {
        long now = time.getAsLong();
        if (isDue(now)) {
            read(now);
        }
    }

    private boolean isDue(long now) {
        return now - last().until > FRESH_NANOS;
    }

    private Stretch last() {
        var all = stretches;
        return all[all.length - 1];
    }

    /** Uses a first reading only to confirm: if it differs, its thread may have been suspended before it. */
    private void read(long now) {
        try {
            var last = last();
            if (last.agrees(now, clock.millis())) {
                last.until = now;
                return;
            }
            for (int i = 0; i < MAX_TRIES; i++) {
                long before = time.getAsLong();
                long millis = clock.millis();
                if (time.getAsLong() - before <= MAX_READING_NANOS) {
                    take(now, before, millis);
                    return;
                }
            }
        } catch (Throwable e) {
            return; // a clock that fails changes nothing
        }
    }

    /** Uses a reading of {@code moment} for an event that happened at {@code now}, which is earlier. */
    private synchronized void take(long now, long moment, long millis) {
        var last = last();
        if (last.agrees(moment, millis)) {
            last.until = Math.max(last.until, moment);
        } else if (moment > last.until) {
            long from = Math.max(now, last.until + 1);
            append(new Stretch(from, Instant.ofEpochMilli(millis).minusNanos(moment - from), moment));
        }
    }

    @GuardedBy("this")
    private void append(Stretch next) {
        var all = stretches;
        int dropped = all.length < MAX_STRETCHES ? 0 : 1;
        var more = new Stretch[all.length + 1 - dropped];
        System.arraycopy(all, dropped, more, 0, all.length - dropped);
        more[more.length - 1] = next;
        stretches = more;
    }

    /** Returns the wall-clock time of a moment, from the nearest reading. Takes no lock and reads no clock. */
    Instant instant(long at) {
        var all = stretches;
        int i = all.length - 1;
        while (i > 0 && at < begin(all, i)) {
            i--;
        }
        return all[i].at(at);
    }

    /** Returns the start of a stretch: the middle between the two readings that disagree. */
    private static long begin(Stretch[] all, int i) {
        long before = all[i - 1].until;
        return before + (all[i].from - before + 1) / 2;
    }

    /** Returns the anchors of a history, except for its start. */
    List<TimeAnchor> anchors() {
        var all = stretches;
        var anchors = new ArrayList<TimeAnchor>(all.length - 1);
        long begin = 0;
        for (int i = 1; i < all.length; i++) {
            begin = Math.max(begin, begin(all, i));
            anchors.add(new TimeAnchor(Duration.ofNanos(begin), all[i].at(begin)));
        }
        return anchors;
    }
}
