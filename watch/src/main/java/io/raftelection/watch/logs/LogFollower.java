package io.raftelection.watch.logs;

import io.raftelection.LeadershipEvent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Follows the logs of the servers of one cluster while they are written. The events of all logs are in one order, by
 * the clocks of the servers as they are; what was written before the start comes first. Memory does not grow with the
 * length of the logs. Not thread-safe.
 */
public final class LogFollower implements Closeable {
    private final LogOptions options;
    private final Listener listener;
    private final ServerNames names = new ServerNames();
    private final List<FollowedLog> logs = new ArrayList<>();
    private final Map<FollowedLog, Map<String, GroupStory>> stories = new HashMap<>();
    private final Map<String, GroupClock> clocks = new TreeMap<>();

    /** Receives the events. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Receives an event.
         *
         * @param group the Raft group, the same one for all its events
         * @param event the event, not earlier than the one before of the same group
         * @throws IOException to end the reading
         */
        void event(LogGroup group, LeadershipEvent event) throws IOException;
    }

    /** The time axis of a group, and its latest event. */
    private static final class GroupClock {
        private final LogGroup group;
        private Duration latest = Duration.ZERO;

        GroupClock(LogGroup group) {
            this.group = group;
        }
    }

    private record Placed(FollowedLog log, LogEntry entry, Instant at) {}

    private LogFollower(LogOptions options, Listener listener) {
        this.options = options;
        this.listener = listener;
    }

    /**
     * {@return a follower, which has read nothing yet}
     *
     * @param logs the logs, one file or stream per server
     * @param options how they are read
     * @param listener receives the events
     * @throws FileSystemException if a file cannot be read
     * @throws IOException if reading fails
     */
    public static LogFollower of(List<ServerLog> logs, LogOptions options, Listener listener) throws IOException {
        Objects.requireNonNull(logs, "logs: is null");
        var follower = new LogFollower(
                Objects.requireNonNull(options, "options: is null"),
                Objects.requireNonNull(listener, "listener: is null"));
        try {
            var systems = new LogSystems(options.definitions());
            for (var log : logs) {
                follower.logs.add(new FollowedLog(log, systems, follower.names));
            }
        } catch (IOException e) {
            follower.close();
            throw e;
        }
        return follower;
    }

    /**
     * Reads what was written since the last call, and passes its events to the listener.
     *
     * @return whether there was a line about leadership
     * @throws LogsException if a pattern takes too long
     * @throws IOException if reading fails, or if the listener throws it
     */
    public boolean poll() throws IOException, LogsException {
        var placed = new ArrayList<Placed>();
        for (var log : logs) {
            log.read(entry -> placed.add(new Placed(log, entry, log.time(entry))));
        }
        placed.sort(Comparator.comparing(Placed::at));
        for (var each : placed) {
            for (var group : groups(each)) {
                if (options.group().isEmpty() || options.group().get().equals(group)) {
                    take(each, group);
                }
            }
        }
        return !placed.isEmpty();
    }

    /** A line that names no group is about the only one, and the start of a process is about all of them. */
    private static Set<String> groups(Placed placed) {
        var group = placed.entry().group();
        var known = placed.log().groups();
        if (!group.isEmpty() || known.isEmpty()) {
            return Set.of(group);
        }
        return known.size() == 1 || placed.entry().kind() == LogKind.STARTED ? known : Set.of();
    }

    private void take(Placed placed, String group) throws IOException {
        if (placed.entry().kind() == LogKind.IDENTITY) {
            return;
        }
        var clock = clocks.computeIfAbsent(
                group, name -> new GroupClock(new LogGroup(group, cluster(placed, group), placed.at())));
        var at = Duration.between(clock.group.startedAt(), placed.at());
        if (at.compareTo(ReadLog.LONGEST) > 0) {
            placed.log().parser().reject(1);
            return;
        }
        var events = new ArrayList<LeadershipEvent>();
        var story = stories.computeIfAbsent(placed.log(), log -> new HashMap<>())
                .computeIfAbsent(group, name -> new GroupStory(placed.log().own(), names::of));
        placed.log().own(); // the other logs may name this server by an id from now on
        try {
            story.on(placed.entry(), nonNegative(at), events::add);
        } catch (IllegalArgumentException e) {
            placed.log().parser().reject(1);
        }
        for (var event : events) {
            clock.latest = event.at().compareTo(clock.latest) > 0 ? event.at() : clock.latest;
            listener.event(clock.group, event.withAt(clock.latest));
        }
    }

    private static Duration nonNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    private String cluster(Placed placed, String group) {
        return options.clusterOf(group, placed.log().parser().system().orElse("logs"));
    }

    /** {@return whether every log is a stream that has ended} */
    public boolean isEnded() {
        return logs.stream().allMatch(FollowedLog::isEnded);
    }

    /** {@return what was read of each log, in the given order} */
    public List<LogReport> logs() {
        return logs.stream().map(FollowedLog::report).toList();
    }

    /**
     * Closes the logs.
     *
     * @throws IOException if closing fails
     */
    @Override
    public void close() throws IOException {
        for (var log : logs) {
            log.close();
        }
    }
}
