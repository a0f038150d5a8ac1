package io.raftelection.watch.logs;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The entries of one server's log. */
final class ReadLog {
    /** How many entries of a log are kept; later ones are counted as missing events. */
    static final int MAX_ENTRIES = 1 << 19;

    /** A longer time before or after most lines means that a clock was not set. */
    static final Duration LONGEST = Duration.ofDays(3_650);

    private final ServerLog log;
    private final int most;
    private final LogParser parser;
    private final OwnName name;
    private final List<LogEntry> entries = new ArrayList<>();
    private Instant middle = Instant.EPOCH;
    private long dropped;
    private long cut;

    private ReadLog(ServerLog log, LogSystems systems, int most) {
        this.log = log;
        this.most = most;
        this.parser = new LogParser(log.label(), systems, log.zone());
        this.name = new OwnName(log.name(), log.fallback());
    }

    /**
     * {@return the entries of a log}
     *
     * @throws FileSystemException if a file cannot be read
     * @throws LogsException if a pattern takes too long
     */
    static ReadLog of(ServerLog log, LogSystems systems, ServerNames names) throws IOException, LogsException {
        return of(log, systems, names, MAX_ENTRIES);
    }

    /** {@return the same, of which not more than a number are kept} */
    static ReadLog of(ServerLog log, LogSystems systems, ServerNames names, int most)
            throws IOException, LogsException {
        var read = new ReadLog(log, systems, most);
        for (var source : FirstTime.inOrder(log)) {
            try (var in = source.open()) {
                read.read(new LogLines(LogInput.text(in)), names);
            } catch (FileSystemException e) {
                throw e;
            } catch (IOException e) {
                throw (IOException) new FileSystemException(source.name(), null, e.getMessage()).initCause(e);
            }
        }
        read.rejectWrongTimes();
        return read;
    }

    /** A time that is far from most others has a wrong digit, or is of a clock that was not set. */
    private void rejectWrongTimes() {
        if (!entries.isEmpty()) {
            var times = entries.stream().map(LogEntry::at).sorted().toList();
            middle = times.get(times.size() / 2);
            if (entries.removeIf(entry -> isWrong(entry.at()))) {
                parser.reject(times.size() - entries.size());
            }
        }
    }

    private boolean isWrong(Instant time) {
        return Duration.between(middle, time).abs().compareTo(LONGEST) > 0;
    }

    private void read(LogLines lines, ServerNames names) throws IOException, LogsException {
        while (lines.next(true)) {
            var entry = parser.read(lines);
            if (entry != null) {
                name.take(entry, names);
                if (entries.size() < most) {
                    entries.add(entry);
                } else {
                    dropped++;
                }
            }
        }
        cut += lines.cut();
    }

    ServerLog log() {
        return log;
    }

    LogParser parser() {
        return parser;
    }

    OwnName name() {
        return name;
    }

    /** {@return the entries of a group; those that name none are of the only group that the log names} */
    List<LogEntry> entries(String group) {
        var only = groups().size() <= 1;
        return entries.stream()
                .filter(entry -> entry.group().equals(group)
                        || (entry.group().isEmpty() && (only || entry.kind() == LogKind.STARTED)))
                .toList();
    }

    /** {@return the groups that the log names} */
    SortedSet<String> groups() {
        var groups = new TreeSet<String>();
        entries.forEach(entry -> groups.add(entry.group()));
        groups.remove("");
        return groups;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** {@return the time of the first line, if the log has a line about leadership} */
    Optional<Instant> first() {
        return parser.first().filter(time -> !isWrong(time));
    }

    /** {@return the time of the last line, if the log has a line about leadership} */
    Optional<Instant> last() {
        return parser.last().filter(time -> !isWrong(time));
    }

    long dropped() {
        return dropped;
    }

    /** {@return what there is to say about the log, after its server's name is known} */
    LogReport report(String server) {
        return new LogReport(
                log.label(),
                parser.system().orElse(""),
                server,
                parser.lines(),
                parser.used(),
                parser.unusable(),
                cut,
                parser.invalid(),
                parser.withoutZone() > 0 ? Optional.of(log.zone()) : Optional.empty());
    }
}
