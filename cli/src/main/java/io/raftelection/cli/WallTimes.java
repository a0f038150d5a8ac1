package io.raftelection.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Spells wall-clock times to the millisecond, each with its offset from UTC, so that a line is clear on its own.
 *
 * @param zone the time zone
 */
record WallTimes(ZoneId zone) {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    /** {@return times in the zone of this machine} */
    static WallTimes local() {
        return new WallTimes(ZoneId.systemDefault());
    }

    /** {@return for example {@code 2026-01-31T13:00:00.000+01:00}, or with {@code Z} for UTC} */
    String of(Instant time) {
        return FORMAT.format(time.atZone(zone));
    }
}
