package io.raftelection.watch.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The starts of the last lines, from which the time of the last one is read when it is needed. Not thread-safe. */
final class RecentLines {
    private static final int LINES = 64;
    private static final int START = 96;

    private final byte[] starts = new byte[LINES * START];
    private final int[] lengths = new int[LINES];
    private long count;

    void add(byte[] buffer, int from, int to) {
        int slot = (int) (count++ % LINES);
        lengths[slot] = Math.min(to - from, START);
        System.arraycopy(buffer, from, starts, slot * START, lengths[slot]);
    }

    /** {@return the time of the last line that has one; null if none of the lines has} */
    @Nullable
    LogTime latest(LogDefinition definition, ZoneId zone) {
        for (long line = count - 1; line >= Math.max(0, count - LINES); line--) {
            int slot = (int) (line % LINES);
            var time = definition.time(new String(starts, slot * START, lengths[slot], ISO_8859_1), zone);
            if (time != null) {
                return time;
            }
        }
        return null;
    }
}
