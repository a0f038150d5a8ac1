package io.raftelection.internal;

import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tracked servers by name, in the order in which they were tracked. Guarded by the ledger's lock. */
final class Roster {
    private final Map<ServerId, TrackedServer> servers = new LinkedHashMap<>(4);

    void add(TrackedServer server) {
        if (servers.putIfAbsent(server.id(), server) != null) {
            throw new IllegalArgumentException("an observer for server " + server.id() + " is already registered");
        }
    }

    void remove(TrackedServer server) {
        servers.remove(server.id());
    }

    boolean contains(TrackedServer server) {
        return servers.get(server.id()) == server;
    }

    TrackedServer known(ServerId id) {
        var server = servers.get(id);
        if (server == null) {
            throw new IllegalArgumentException("server " + id + ": not tracked, " + names());
        }
        return server;
    }

    /** Returns a tracked server; null if it is not tracked. */
    @Nullable
    TrackedServer find(ServerId id) {
        return servers.get(id);
    }

    private String names() {
        if (servers.isEmpty()) {
            return "no server is";
        }
        return "expected one of " + Shown.list(servers.keySet());
    }

    /** Returns the servers; only a caller that keeps the lock may iterate over them. */
    Collection<TrackedServer> all() {
        return servers.values();
    }

    /** Returns the latest loss of the servers that a caller waits for, if they have not led again. */
    Optional<Lost> lastLoss(WaitTarget target) {
        return servers.values().stream()
                .filter(server -> target.includes(server.id()))
                .flatMap(server -> server.lastLoss().stream())
                .reduce((earlier, later) -> later.at().compareTo(earlier.at()) < 0 ? earlier : later);
    }

    /** Returns the tracked servers among those of an expectation. */
    Stream<TrackedServer> of(Expectation expectation) {
        return expectation.servers().stream().map(servers::get).filter(Objects::nonNull);
    }

    /** Sets all servers of an expectation to expected, or throws and changes nothing. */
    void expect(Expectation expectation) {
        for (var id : expectation.servers()) {
            known(id).state.expect(expectation);
        }
        for (var id : expectation.servers()) {
            var server = known(id);
            server.state = server.state.expect(expectation).next();
        }
        expectation.setCandidates(expectation.servers().size());
    }

    void withdraw(Expectation expectation) {
        for (var id : expectation.servers()) {
            var server = servers.get(id);
            if (server != null) {
                server.state = server.state.withdrawn(expectation).next();
            }
        }
    }
}
