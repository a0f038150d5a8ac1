package io.raftelection.watch.logs;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The log of one server, read while the server writes it. Not thread-safe. */
final class FollowedLog implements Closeable {
    /** How many entries are read at a time, so that memory is bounded while a long log is caught up with. */
    private static final int MAX_ENTRIES = 50_000;

    private final ServerLog log;
    private final LogParser parser;
    private final OwnName name;
    private final ServerNames names;
    private final Set<String> groups = new TreeSet<>();
    private final Lines lines;
    private String own = "";
    private Instant latest = Instant.MIN;

    /** The lines that can be read now. */
    private interface Lines extends Closeable {
        @Nullable
        LogLines next() throws IOException;

        long cut();

        /** Whether no line will follow. */
        boolean isEnded();
    }

    FollowedLog(ServerLog log, LogSystems systems, ServerNames names) throws IOException {
        this.log = log;
        this.parser = new LogParser(log.label(), systems, log.zone());
        this.name = new OwnName(log.name(), log.fallback());
        this.names = names;
        this.lines = lines(log.sources().get(0));
    }

    private static Lines lines(LogSource source) throws IOException {
        return source.path().isPresent() ? file(new GrowingFile(source.path().get())) : stream(source.open());
    }

    private static Lines file(GrowingFile file) {
        return new Lines() {
            @Override
            public @Nullable LogLines next() throws IOException {
                return file.next();
            }

            @Override
            public long cut() {
                return file.cut();
            }

            @Override
            public boolean isEnded() {
                return false;
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    /** Reads what a stream has now: a read that waits could not be interrupted. */
    private static Lines stream(InputStream in) {
        var available = new AvailableInput(in);
        var lines = new LogLines(available);
        return new Lines() {
            @Override
            public @Nullable LogLines next() throws IOException {
                boolean more = lines.next(available.isEnded());
                // The end may have come with this read: then the last line is complete.
                return more || (available.isEnded() && lines.next(true)) ? lines : null;
            }

            @Override
            public boolean isEnded() {
                return available.isEnded();
            }

            @Override
            public long cut() {
                return lines.cut();
            }

            @Override
            public void close() throws IOException {
                in.close();
            }
        };
    }

    /**
     * Passes the entries of the lines that were written since the last call to a consumer.
     *
     * @param entries receives them
     * @throws LogsException if a pattern takes too long
     */
    void read(Consumer<LogEntry> entries) throws IOException, LogsException {
        int count = 0;
        while (count < MAX_ENTRIES) {
            var line = lines.next();
            if (line == null) {
                return;
            }
            var entry = parser.read(line);
            if (entry != null) {
                count++;
                name.take(entry, names);
                if (!entry.group().isEmpty()) {
                    groups.add(entry.group());
                }
                entries.accept(entry);
            }
        }
    }

    /** {@return the name of the server, which no longer changes} */
    String own() {
        if (own.isEmpty()) {
            own = name.resolve(names);
        }
        if (name.ids().size() == 1) {
            names.learn(name.ids().iterator().next(), own);
        }
        return own;
    }

    /** {@return the time of an entry, which is not earlier than that of the entry before} */
    Instant time(LogEntry entry) {
        latest = entry.at().isAfter(latest) ? entry.at() : latest;
        return latest;
    }

    /** {@return the groups that the log has named} */
    Set<String> groups() {
        return groups;
    }

    /** {@return whether the log is a stream that has ended} */
    boolean isEnded() {
        return lines.isEnded();
    }

    LogParser parser() {
        return parser;
    }

    LogReport report() {
        return new LogReport(
                log.label(),
                parser.system().orElse(""),
                own(),
                parser.lines(),
                parser.used(),
                parser.unusable(),
                lines.cut(),
                parser.invalid(),
                parser.withoutZone() > 0 ? Optional.of(log.zone()) : Optional.empty());
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
