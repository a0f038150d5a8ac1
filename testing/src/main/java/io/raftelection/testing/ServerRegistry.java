package io.raftelection.testing;

import static io.raftelection.testing.TestCluster.MAX_SERVERS;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.EngineServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The servers of a cluster at one moment. Immutable, so any thread may read it without a lock.
 *
 * @param servers all servers, running or not, in the order in which they were given or added
 * @param running the servers that run
 */
record ServerRegistry(List<ServerId> servers, Map<ServerId, EngineServer> running) {

    ServerRegistry {
        servers = List.copyOf(servers);
        running = Collections.unmodifiableMap(new LinkedHashMap<>(running));
    }

    static ServerRegistry of(List<ServerId> servers) {
        Objects.requireNonNull(servers, "servers: is null");
        if (servers.stream().anyMatch(Objects::isNull)) {
            throw new NullPointerException("servers: " + servers + ", expected no null among them");
        }
        if (servers.isEmpty() || servers.size() > MAX_SERVERS || new HashSet<>(servers).size() < servers.size()) {
            throw new IllegalArgumentException(
                    "servers: " + named(servers) + ", expected 1 to " + MAX_SERVERS + " different ones");
        }
        return new ServerRegistry(servers, Map.of());
    }

    /** Names as many servers as a cluster may have, and counts the others. */
    private static String named(List<ServerId> servers) {
        return servers.size() <= MAX_SERVERS + 1
                ? servers.toString()
                : servers.subList(0, MAX_SERVERS + 1) + " and " + (servers.size() - MAX_SERVERS - 1) + " more";
    }

    ServerRegistry with(ServerId server) {
        if (servers.contains(Objects.requireNonNull(server, "server: is null"))) {
            throw new IllegalArgumentException("server " + server + ": of this cluster already, expected another one");
        }
        var more = new ArrayList<>(servers);
        more.add(server);
        return new ServerRegistry(of(more).servers, running);
    }

    ServerRegistry without(ServerId server) {
        return new ServerRegistry(
                servers.stream().filter(other -> !other.equals(server)).toList(), stopped(server).running);
    }

    ServerRegistry started(ServerId server, EngineServer engine) {
        var more = new LinkedHashMap<>(running);
        more.put(server, engine);
        return new ServerRegistry(servers, more);
    }

    ServerRegistry stopped(ServerId server) {
        var less = new LinkedHashMap<>(running);
        less.remove(server);
        return new ServerRegistry(servers, less);
    }

    Optional<EngineServer> find(ServerId server) {
        if (!servers.contains(Objects.requireNonNull(server, "server: is null"))) {
            throw new IllegalArgumentException(
                    "server " + server + ": not of this cluster, expected one of " + servers);
        }
        return Optional.ofNullable(running.get(server));
    }

    EngineServer get(ServerId server) {
        return find(server)
                .orElseThrow(() -> new IllegalArgumentException(
                        "server " + server + ": does not run, expected one of " + running.keySet()));
    }

    void checkStopped(ServerId server) {
        if (find(server).isPresent()) {
            throw new IllegalArgumentException("server " + server + ": runs, expected a killed one");
        }
    }
}
