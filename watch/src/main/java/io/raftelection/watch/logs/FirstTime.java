package io.raftelection.watch.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the first time in a file, which gives the order of the rotated files of a server. */
final class FirstTime {
    /** In how many lines a time is looked for. */
    private static final int LINES = 10_000;

    private FirstTime() {}

    private record Dated(LogSource source, @Nullable Instant first) {}

    /** {@return the files of a log in the order of their first times; those without a time are last} */
    static List<LogSource> inOrder(ServerLog log) throws IOException {
        if (log.sources().size() == 1) {
            return log.sources();
        }
        var dated = new ArrayList<Dated>();
        for (var source : log.sources()) {
            dated.add(new Dated(source, of(source, log.zone())));
        }
        dated.sort(Comparator.comparing(Dated::first, Comparator.nullsLast(Comparator.naturalOrder())));
        return dated.stream().map(Dated::source).toList();
    }

    /** {@return the first time; null if the first lines have none} */
    private static @Nullable Instant of(LogSource source, ZoneId zone) throws IOException {
        try (var in = source.open()) {
            var lines = new LogLines(LogInput.text(in));
            for (int i = 0; i < LINES && lines.next(true); i++) {
                var time = LogTime.in(new String(lines.buffer(), lines.from(), lines.to() - lines.from(), UTF_8), zone);
                if (time != null) {
                    return time.instant();
                }
            }
            return null;
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw (IOException) new FileSystemException(source.name(), null, e.getMessage()).initCause(e);
        }
    }
}
