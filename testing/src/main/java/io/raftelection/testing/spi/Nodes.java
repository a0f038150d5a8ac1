package io.raftelection.testing.spi;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What every {@link TestCluster} has to keep: its servers, their sinks, the nodes of those that run, whether it was
 * started and closed; and its words for what makes no sense. Guarded by the cluster.
 *
 * @param <N> one server, from one start to its end
 */
public final class Nodes<N> {
    private final Function<ServerId, LeadershipSink> source;
    private final Map<ServerId, LeadershipSink> sinks = new LinkedHashMap<>();
    private Members members;
    private final Map<ServerId, N> running = new LinkedHashMap<>();
    private boolean started;
    private boolean closed;

    /**
     * Creates those of a cluster that is not started yet.
     *
     * @param members its servers
     * @param sinks where each is reported to; asked here, once a server
     */
    public Nodes(Members members, Function<ServerId, LeadershipSink> sinks) {
        this.members = Objects.requireNonNull(members, "members: is null");
        this.source = Objects.requireNonNull(sinks, "sinks: is null");
        members.servers().forEach(server -> this.sinks.put(server, sinks.apply(server)));
    }

    /**
     * Takes another server into the cluster. Its sink is asked for, unless it was of this cluster before.
     *
     * @param server one that is not of this cluster
     * @throws IllegalArgumentException if it is, or there are {@value Members#MAX} already
     */
    public void add(ServerId server) {
        Objects.requireNonNull(server, "server: is null");
        if (servers().contains(server)) {
            throw new IllegalArgumentException("server " + server + ": of this cluster already, expected another one");
        }
        members =
                new Members(Stream.concat(servers().stream(), Stream.of(server)).toList());
        sinks.computeIfAbsent(server, source);
    }

    /**
     * Takes a server out of the cluster.
     *
     * @param server one of this cluster, and not the last
     * @throws IllegalArgumentException if it is not
     */
    public void leave(ServerId server) {
        check(server);
        members = new Members(
                servers().stream().filter(other -> !other.equals(server)).toList());
        running.remove(server);
    }

    /** {@return all servers, running or not, in the order they were given or added} */
    public List<ServerId> servers() {
        return members.servers();
    }

    /**
     * Checks that a server is of this cluster.
     *
     * @param server any
     * @throws IllegalArgumentException if it is not
     */
    public void check(ServerId server) {
        members.check(server);
    }

    /**
     * {@return where a server is reported to}
     *
     * @param server one of this cluster
     */
    public LeadershipSink sink(ServerId server) {
        return Optional.ofNullable(sinks.get(server)).orElseThrow();
    }

    /** {@return the nodes of the servers that run, as they are at any time} Not to be changed. */
    public Map<ServerId, N> running() {
        return Collections.unmodifiableMap(running);
    }

    /**
     * {@return the node of a server, if that runs}
     *
     * @param server any
     * @throws IllegalArgumentException if it is not of this cluster
     */
    public Optional<N> find(ServerId server) {
        check(server);
        return Optional.ofNullable(running.get(server));
    }

    /**
     * {@return the node of a server}
     *
     * @param server one that runs
     * @throws IllegalArgumentException if it is not of this cluster, or does not run
     */
    public N of(ServerId server) {
        return find(server)
                .orElseThrow(() -> new IllegalArgumentException(
                        "server " + server + ": does not run, expected one of " + running.keySet()));
    }

    /**
     * Checks that a server runs.
     *
     * @param server any
     * @throws IllegalArgumentException if it is not of this cluster, or does not run
     */
    public void checkRuns(ServerId server) {
        var unused = of(server);
    }

    /**
     * Keeps the node of a server that was started.
     *
     * @param server which one
     * @param node its node
     */
    public void put(ServerId server, N node) {
        running.put(server, node);
    }

    /**
     * Forgets the node of a server.
     *
     * @param server which one
     */
    public void remove(ServerId server) {
        running.remove(server);
    }

    /** Forgets all nodes. */
    public void clear() {
        running.clear();
    }

    /**
     * Notes that the cluster is started.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    public void start() {
        if (closed || started) {
            throw new IllegalStateException("cluster: " + (closed ? "closed" : "started already"));
        }
        started = true;
    }

    /**
     * Checks that a server may be started again.
     *
     * @param server one that was killed
     * @throws IllegalArgumentException if it is not of this cluster, or runs
     * @throws IllegalStateException if the cluster was not started, or was closed
     */
    public void checkRestart(ServerId server) {
        checkKilled(server);
        if (closed || !started) {
            throw new IllegalStateException("cluster: " + (closed ? "closed" : "not started"));
        }
    }

    /**
     * Checks that a server does not run.
     *
     * @param server one of this cluster
     * @throws IllegalArgumentException if it is not of this cluster, or runs
     */
    public void checkKilled(ServerId server) {
        if (find(server).isPresent()) {
            throw new IllegalArgumentException("server " + server + ": runs, expected a killed one");
        }
    }

    /** Notes that the cluster is closed. Any number of times. */
    public void close() {
        closed = true;
    }
}
