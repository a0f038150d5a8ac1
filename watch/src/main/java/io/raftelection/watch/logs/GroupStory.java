package io.raftelection.watch.logs;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Turns the entries of one log about one Raft group into events, in order. Not thread-safe. */
final class GroupStory {
    private static final String PROCESS_ENDED = "the process ended";
    private static final String LOG_ENDED = "the log ends";

    private final String own;
    private final UnaryOperator<String> names;
    private final Map<ServerId, ServerStory> servers = new TreeMap<>();
    private Duration latest = Duration.ZERO;

    /**
     * Creates it for a log.
     *
     * @param own the name of the server that wrote the log, for lines that name none
     * @param names the names of the servers by their ids in lines
     */
    GroupStory(String own, UnaryOperator<String> names) {
        this.own = own;
        this.names = names;
    }

    /**
     * Takes an entry.
     *
     * @param entry the entry
     * @param stated its time, which counts as that of the entry before if it is earlier
     * @param events receives the events
     * @throws IllegalArgumentException if the entry has the name of a server that is not valid
     */
    void on(LogEntry entry, Duration stated, Consumer<LeadershipEvent> events) {
        var at = stated.compareTo(latest) < 0 ? latest : stated;
        latest = at;
        if (entry.kind() == LogKind.STARTED && entry.server().isEmpty()) {
            if (servers.size() == 1) { // the line does not say which one of several servers starts
                servers.values().forEach(server -> server.ended(at, entry.silence(), PROCESS_ENDED, events));
            }
            return;
        }
        if (entry.kind() == LogKind.IDENTITY) {
            return;
        }
        var server = server(entry.server().isEmpty() ? own : names.apply(entry.server()));
        switch (entry.kind()) {
            case ACQUIRED -> server.acquired(at, entry.term(), events);
            case LOST -> server.lost(at, entry.detail(), events);
            case READY -> server.ready(at, events);
            case FOLLOWS -> server.follows(at, ServerId.of(names.apply(entry.leader())), entry.term(), events);
            case FOLLOWS_NOBODY -> server.followsNobody(at, entry.term(), events);
            case MEMBERS -> server.members(at, ids(entry.voters(), Set.of()), learners(entry), events);
            case CANDIDATE_TERM -> server.candidate(entry.term());
            case STARTED -> server.ended(at, entry.silence(), PROCESS_ENDED, events);
            case IDENTITY -> {}
        }
    }

    private ServerStory server(String name) {
        return servers.computeIfAbsent(ServerId.of(name), ServerStory::new);
    }

    private Set<ServerId> learners(LogEntry entry) {
        return ids(entry.learners(), ids(entry.voters(), Set.of()));
    }

    private Set<ServerId> ids(List<String> servers, Set<ServerId> without) {
        var ids = new LinkedHashSet<ServerId>();
        servers.forEach(server -> ids.add(ServerId.of(names.apply(server))));
        ids.removeAll(without);
        return ids;
    }

    /** Ends the log: nothing is known of its servers since its last line. */
    void ended(Duration at, Duration silence, Consumer<LeadershipEvent> events) {
        servers.values().forEach(server -> server.ended(at, silence, LOG_ENDED, events));
    }
}
