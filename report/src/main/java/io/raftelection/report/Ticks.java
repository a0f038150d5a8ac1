package io.raftelection.report;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The places and words of an axis. */
final class Ticks {
    private static final long SECOND = 1_000_000_000;
    private static final long DAY = 86_400 * SECOND;

    /** Steps from a second on; below a second and above a day they are 1, 2 or 5 times a power of ten. */
    private static final long[] STEPS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400
    };

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    /**
     * A tick.
     *
     * @param at its place on the axis in nanoseconds
     * @param words its words
     */
    record Tick(long at, String words) {}

    private Ticks() {}

    /** {@return the smallest step that is not shorter than a time, in nanoseconds} */
    static long step(long nanos) {
        if (nanos >= SECOND && nanos <= DAY) {
            for (long step : STEPS) {
                if (step * SECOND >= nanos) {
                    return step * SECOND;
                }
            }
        }
        long unit = nanos > DAY ? DAY : 1;
        while (unit * 10 <= nanos) {
            unit *= 10;
        }
        return nanos <= unit ? unit : nanos <= 2 * unit ? 2 * unit : nanos <= 5 * unit ? 5 * unit : 10 * unit;
    }

    /** {@return the ticks of the relative axis} */
    static List<Tick> relative(long until, int about) {
        long step = step(Math.max(1, until / about));
        var ticks = new ArrayList<Tick>();
        for (long at = 0; at <= until; at += step) {
            ticks.add(new Tick(at, Durations.exact(Duration.ofNanos(at))));
        }
        return ticks;
    }

    /** {@return the ticks of the wall-clock axis, in UTC; none if the wall-clock time is unknown} */
    static List<Tick> wall(WallAxis wall, long until, int about) {
        long step = step(Math.max(1_000_000, until / about));
        var ticks = new ArrayList<Tick>();
        var date = "";
        for (int i = 0; i < wall.pieces().size() && ticks.size() <= 2 * about; i++) {
            var piece = wall.pieces().get(i);
            if (!piece.isKnown()) {
                continue;
            }
            long end = i + 1 < wall.pieces().size() ? wall.pieces().get(i + 1).at() : until + 1;
            long intoDay =
                    piece.instant().atOffset(ZoneOffset.UTC).toLocalTime().toNanoOfDay();
            for (long at = piece.at() + (step - intoDay % step) % step; at < end; at += step) {
                if (!ticks.isEmpty() && at - ticks.get(ticks.size() - 1).at() < step / 2) {
                    continue;
                }
                var time = piece.instant(at).atOffset(ZoneOffset.UTC);
                var day = DATE.format(time);
                var words = step >= DAY
                        ? day
                        : (step % (60 * SECOND) == 0 ? MINUTES : step >= SECOND ? SECONDS : MILLIS).format(time);
                ticks.add(new Tick(at, day.equals(date) || step >= DAY ? words : day + " " + words));
                date = day;
            }
        }
        return ticks;
    }
}
