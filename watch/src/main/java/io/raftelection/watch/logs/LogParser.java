package io.raftelection.watch.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries in the lines of one server's log. It does not look at lines that contain none of the texts of the
 * definitions. The first line that matches decides which system wrote the log. Not thread-safe.
 */
final class LogParser {
    private final String log;
    private final ZoneId zone;
    private final LogSystems systems;
    private final EntryReader entries = new EntryReader();
    private final RecentLines recent = new RecentLines();
    private List<LogDefinition> definitions;
    private LiteralMatcher literals;

    private Optional<Instant> first = Optional.empty();
    private long lines;
    private long used;
    private long unusable;
    private long invalid;
    private long withoutZone;

    /**
     * Creates a parser.
     *
     * @param log the name of the log, for messages
     * @param systems the systems that may have written it
     * @param zone the zone of times that state none
     */
    LogParser(String log, LogSystems systems, ZoneId zone) {
        this.log = log;
        this.zone = zone;
        this.systems = systems;
        this.definitions = systems.all();
        this.literals = systems.literals();
    }

    /**
     * {@return what the current line says; null if it says nothing about leadership}
     *
     * @throws LogsException if a pattern takes too long
     */
    @Nullable
    LogEntry read(LogLines in) throws LogsException {
        lines++;
        invalid += Utf8.isValid(in.buffer(), in.from(), in.to()) ? 0 : 1;
        LogEntry entry = null;
        if (first.isEmpty()) {
            first = Optional.ofNullable(LogTime.in(text(in), zone)).map(LogTime::instant);
        }
        if (literals.isIn(in.buffer(), in.from(), in.to())) {
            entry = entry(text(in), in.number());
        }
        recent.add(in.buffer(), in.from(), in.to());
        return entry;
    }

    private static String text(LogLines in) {
        int to = in.to();
        boolean windows = to > in.from() && in.buffer()[to - 1] == '\r';
        return new String(in.buffer(), in.from(), to - in.from() - (windows ? 1 : 0), UTF_8);
    }

    private @Nullable LogEntry entry(String line, long number) throws LogsException {
        for (var definition : definitions) {
            for (var rule : definition.rules()) {
                if (line.contains(rule.literal())) {
                    var entry = entry(definition, rule, line, number);
                    if (entry != null) {
                        decide(definition);
                        return entry;
                    }
                }
            }
        }
        return null;
    }

    private @Nullable LogEntry entry(LogDefinition definition, LogRule rule, String line, long number)
            throws LogsException {
        try {
            var matcher = BoundedText.find(rule.pattern(), line);
            if (matcher == null) {
                return null;
            }
            var time = definition.time(line, zone);
            boolean needsEarlier = time == null || rule.kind() == LogKind.STARTED;
            var earlier = needsEarlier ? recent.latest(definition, zone) : null;
            var at = time == null ? earlier : time; // a line of an exception has no time
            if (at == null) {
                unusable++;
                return null;
            }
            var silence = earlier == null ? Duration.ZERO : Duration.between(earlier.instant(), at.instant());
            var entry = entries.read(rule, matcher, at.instant(), silence.isNegative() ? Duration.ZERO : silence);
            used++;
            withoutZone += at.zoned() ? 0 : 1;
            return entry;
        } catch (IllegalArgumentException e) { // a number that is too large, or a name that is not valid
            unusable++;
            return null;
        } catch (BoundedText.TooManyReadsException e) {
            throw new LogsException(rule.place() + ": pattern of " + rule.kind().word() + " " + e.getMessage()
                    + ", line " + number + " of " + log + ", expected a pattern without nested repetition");
        }
    }

    private void decide(LogDefinition definition) {
        if (definitions.size() > 1) {
            definitions = List.of(definition);
            literals = systems.literals(definition);
        }
    }

    /** Counts entries that cannot be used. */
    void reject(int entries) {
        unusable += entries;
        used -= entries;
    }

    /** {@return the system that wrote the log; empty if no line says} */
    Optional<String> system() {
        return used + unusable == 0 || definitions.size() > 1
                ? Optional.empty()
                : Optional.of(definitions.get(0).system());
    }

    /** {@return the time of the first line} */
    Optional<Instant> first() {
        return first;
    }

    /** {@return the time of the last line that has one} */
    Optional<Instant> last() {
        return Optional.ofNullable(recent.latest(definitions.get(0), zone)).map(LogTime::instant);
    }

    long lines() {
        return lines;
    }

    long used() {
        return used;
    }

    long unusable() {
        return unusable;
    }

    long invalid() {
        return invalid;
    }

    /** {@return how many of the lines that were used state no time zone} */
    long withoutZone() {
        return withoutZone;
    }
}
