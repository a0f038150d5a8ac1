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
 * Translates moments of the tracker's time, which never goes back, to wall-clock time. The two drift apart when the
 * system clock is set, and when the machine is suspended, during which the former stands still. So the clock is read
 * again and again, and each reading that differs from what the former ones promise starts a new {@link Stretch}.
 *
 * <p>The system's clock is read by the notification itself, on the engine's thread: it is no foreign code, and takes
 * some 25 ns, once in a millisecond at most. A clock of the user's is read by {@link #refresh} alone, on a thread of
 * the user's or of the executor.
 */
final class WallClock {
    /** For how long a reading is good. What happens within it is not told apart from what was read. */
    private static final long FRESH_NANOS = 1_000_000;

    /** Readings that differ by less are the same: clocks are corrected a little all the time. */
    private static final long TOLERANCE_MILLIS = 100;

    /** A reading takes no longer, or its thread was held up meanwhile and it says nothing. */
    private static final long MAX_READING_NANOS = 10_000_000;

    private static final int MAX_TRIES = 3;
    private static final int NANOS_PER_MILLI = 1_000_000;

    /** So many changes are kept; the oldest go first, and what happened then is told by the oldest that is left. */
    private static final int MAX_STRETCHES = 256;

    private final InstantSource clock;
    private final boolean isSystem;
    private final LongSupplier time;

    /** Replaced as a whole, under this object's lock; never empty. */
    private volatile Stretch[] stretches;

    /** Some time in which the two did not drift apart. */
    private static final class Stretch {
        private final long from;
        private final Instant start;

        /** The latest moment for which it was confirmed by a reading. A lost update does no harm. */
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
                return start; // the end of all time
            }
        }
    }

    /**
     * Creates a translation.
     *
     * @param isSystem whether the clock may be read on an engine's thread
     * @param start the wall-clock time of the tracker's start
     * @param time the tracker's time, in nanoseconds from the start
     */
    WallClock(InstantSource clock, boolean isSystem, Instant start, LongSupplier time) {
        this.clock = clock;
        this.isSystem = isSystem;
        this.time = time;
        this.stretches = new Stretch[] {new Stretch(0, start, 0)};
    }

    /** Whether a clock is the system's, and so no foreign code. */
    static boolean isSystem(InstantSource clock) {
        return clock == InstantSource.system()
                || clock.getClass() == Clock.systemUTC().getClass();
    }

    /** Notes that something happens now. Cheap, and runs no foreign code. */
    void note(long now) {
        if (isSystem && isDue(now)) {
            read(now);
        }
    }

    /** Reads the clock, which may be the user's: not for an engine's thread, nor under a lock. */
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

    /** Takes a first reading as confirmation only: where it differs, its thread may have been held up before it. */
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
            return; // a clock that fails tells nothing new
        }
    }

    /** Takes a reading that is known to be of that moment, on behalf of what happened at an earlier one. */
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

    /** The wall-clock time of a moment, by the reading that is nearest to it. Takes no lock and reads no clock. */
    Instant instant(long at) {
        var all = stretches;
        int i = all.length - 1;
        while (i > 0 && at < begin(all, i)) {
            i--;
        }
        return all[i].at(at);
    }

    /** Where a stretch begins: in the middle between the readings that do not agree. */
    private static long begin(Stretch[] all, int i) {
        long before = all[i - 1].until;
        return before + (all[i].from - before + 1) / 2;
    }

    /** What a history has to know in order to say the same, without its start. */
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
