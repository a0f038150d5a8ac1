package io.raftelection.watch.logs;

import io.raftelection.History;
import io.raftelection.report.Histories;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The logs of the servers of one cluster, read together: the history of each Raft group in them. What a server says of
 * itself is a leadership; what it says of another server is a view. Immutable.
 *
 * <p>The clocks of the servers are corrected as {@link History#merge} says. Memory grows with the number of lines about
 * leadership, of which up to 524,288 per log are kept, and not with the size of the logs.
 */
public final class ClusterLogs {
    private final List<LogReport> logs;
    private final SortedMap<String, Histories> groups;

    private ClusterLogs(List<LogReport> logs, SortedMap<String, Histories> groups) {
        this.logs = List.copyOf(logs);
        this.groups = groups;
    }

    /**
     * Reads logs, each of them once.
     *
     * @param logs the logs, one per server
     * @param options how they are read
     * @return the histories
     * @throws LogsException if the logs are of no known system, of several systems, or of no group of that name
     * @throws FileSystemException if a file cannot be read
     * @throws IOException if reading fails
     */
    public static ClusterLogs read(List<ServerLog> logs, LogOptions options) throws IOException, LogsException {
        Objects.requireNonNull(logs, "logs: is null");
        Objects.requireNonNull(options, "options: is null");
        var names = new ServerNames();
        var systems = new LogSystems(options.definitions());
        var read = new ArrayList<ReadLog>();
        for (var log : logs) {
            read.add(ReadLog.of(log, systems, names));
        }
        var system = OneSystem.of(read, options);
        var reports = new ArrayList<LogReport>();
        var histories = new ArrayList<LogHistory>();
        for (var log : read) {
            var own = log.name().resolve(names);
            requireOneServer(log);
            reports.add(log.report(own));
            histories.add(new LogHistory(log, own, names));
        }
        var groups = new TreeMap<String, Histories>();
        for (var group : groups(read, options)) {
            groups.put(group, merged(histories, group, options.clusterOf(group, system)));
        }
        return new ClusterLogs(reports, groups);
    }

    private static void requireOneServer(ReadLog log) throws LogsException {
        var declared = log.name().declared();
        if (declared.isPresent() && log.name().ids().size() > 1) {
            throw new LogsException(declared.get() + "=" + log.log().label() + ": has the lines of the servers "
                    + String.join(", ", log.name().ids()) + ", expected those of one server");
        }
    }

    private static SortedSet<String> groups(List<ReadLog> logs, LogOptions options) throws LogsException {
        var named = new TreeSet<String>();
        logs.forEach(log -> named.addAll(log.groups()));
        if (options.group().isEmpty()) {
            return named.isEmpty() ? new TreeSet<>(List.of("")) : named;
        }
        if (!named.contains(options.group().get())) {
            throw new LogsException("group \"" + options.group().get() + "\": is in no log, expected "
                    + (named.isEmpty() ? "none, because the logs name no groups" : String.join(", ", named)));
        }
        return new TreeSet<>(List.of(options.group().get()));
    }

    /** Takes each log up to the end of the last one, and places losses of which no log tells the time. */
    private static Histories merged(List<LogHistory> logs, String group, String cluster) {
        var until = logs.stream()
                .flatMap(log -> log.last().stream())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        var histories = new TreeMap<String, History>();
        for (var log : logs) {
            if (log.isAbout(group)) {
                histories.put(log.label(), log.history(group, cluster, until));
            }
        }
        return Histories.of(histories).with(UnseenLosses::placed);
    }

    /** {@return what was read of each log, in the given order} */
    public List<LogReport> logs() {
        return logs;
    }

    /** {@return the history of each group by its name, which is empty if the logs name no groups} */
    public SortedMap<String, Histories> groups() {
        return new TreeMap<>(groups);
    }

    /** {@return the names of the groups} */
    @Override
    public String toString() {
        return groups.keySet().stream().collect(Collectors.joining(", ", "groups [", "]"));
    }
}
