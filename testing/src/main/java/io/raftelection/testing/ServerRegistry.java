package io.raftelection.testing;

import static io.raftelection.testing.TestCluster.MAX_SERVERS;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MembershipChange;
import io.raftelection.testing.spi.MembershipChange.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The servers of a cluster at one moment. Immutable, so any thread may read it without a lock.
 *
 * @param servers all servers, running or not, in the order in which they were given or started first
 * @param voters the servers that vote and count, in the order in which they joined
 * @param learners the servers that only receive entries; a server in neither list is outside the configuration
 * @param running the servers that run
 */
record ServerRegistry(
        List<ServerId> servers, List<ServerId> voters, List<ServerId> learners, Map<ServerId, EngineServer> running) {

    ServerRegistry {
        servers = List.copyOf(servers);
        voters = List.copyOf(voters);
        learners = List.copyOf(learners);
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
        return new ServerRegistry(servers, servers, List.of(), Map.of());
    }

    /** Names as many servers as a cluster may have, and counts the others. */
    private static String named(List<ServerId> servers) {
        return servers.size() <= MAX_SERVERS + 1
                ? servers.toString()
                : servers.subList(0, MAX_SERVERS + 1) + " and " + (servers.size() - MAX_SERVERS - 1) + " more";
    }

    /** Adds a server outside the configuration. */
    ServerRegistry with(ServerId server) {
        if (servers.contains(Objects.requireNonNull(server, "server: is null"))) {
            throw new IllegalArgumentException("server " + server + ": of this cluster already, expected another one");
        }
        return new ServerRegistry(of(plus(servers, server)).servers, voters, learners, running);
    }

    ServerRegistry without(ServerId server) {
        return new ServerRegistry(
                minus(servers, server), minus(voters, server), minus(learners, server), stopped(server).running);
    }

    /** Returns the change that makes a server something else than it is now. */
    MembershipChange change(ServerId server, Kind kind) {
        var others = minus(voters, server);
        var otherLearners = minus(learners, server);
        return switch (kind) {
            case VOTER -> new MembershipChange(server, kind, plus(others, server), otherLearners);
            case LEARNER -> new MembershipChange(server, kind, others, plus(otherLearners, server));
            case REMOVED -> new MembershipChange(server, kind, others, otherLearners);
        };
    }

    ServerRegistry after(MembershipChange change) {
        return new ServerRegistry(servers, change.voters(), change.learners(), running);
    }

    private static List<ServerId> plus(List<ServerId> servers, ServerId server) {
        return Stream.concat(servers.stream(), Stream.of(server)).toList();
    }

    private static List<ServerId> minus(List<ServerId> servers, ServerId server) {
        return servers.stream().filter(other -> !other.equals(server)).toList();
    }

    /** Returns the voters and the learners. */
    List<ServerId> members() {
        var members = new ArrayList<>(servers);
        members.removeIf(server -> !isMember(server));
        return members;
    }

    boolean isMember(ServerId server) {
        return voters.contains(server) || learners.contains(server);
    }

    ServerRegistry started(ServerId server, EngineServer engine) {
        var more = new LinkedHashMap<>(running);
        more.put(server, engine);
        return new ServerRegistry(servers, voters, learners, more);
    }

    ServerRegistry stopped(ServerId server) {
        var less = new LinkedHashMap<>(running);
        less.remove(server);
        return new ServerRegistry(servers, voters, learners, less);
    }

    ServerRegistry allStopped() {
        return new ServerRegistry(servers, voters, learners, Map.of());
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

    /** Returns a running server that may lead. */
    EngineServer getVoter(ServerId server) {
        var engine = get(server);
        if (!voters.contains(server)) {
            throw new IllegalArgumentException("server " + server + ": is "
                    + (learners.contains(server) ? "a learner" : "not a member") + ", expected a voter of " + voters);
        }
        return engine;
    }

    void checkStopped(ServerId server) {
        if (find(server).isPresent()) {
            throw new IllegalArgumentException("server " + server + ": runs, expected a killed one");
        }
    }
}
