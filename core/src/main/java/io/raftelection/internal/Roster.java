package io.raftelection.internal;

import io.raftelection.ServerId;
import io.raftelection.Standing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

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

    private String names() {
        if (servers.isEmpty()) {
            return "no server is";
        }
        return "expected one of " + Shown.list(servers.keySet());
    }

    List<TrackedServer> all() {
        return List.copyOf(servers.values());
    }

    List<Standing> standings() {
        return servers.values().stream().map(TrackedServer::standing).toList();
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
