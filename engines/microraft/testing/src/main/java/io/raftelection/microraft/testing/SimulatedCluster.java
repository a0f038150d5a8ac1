package io.raftelection.microraft.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ManualTime;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestCluster.Claim;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * A cluster of real MicroRaft servers in virtual time. It runs only while {@link ManualTime#advance} runs, on the
 * thread that calls it: there is no other thread, no waiting and no real time. All randomness of the servers and of the
 * network comes from a seed, so the same seed and the same calls give the same run, to the byte.
 *
 * <pre>{@code
 * var time = new ManualTime();
 * var tracker = Tracker.builder("orders").timer(time).clock(time).executor(Runnable::run).build();
 * var cluster = SimulatedCluster.of(servers, 42, time, tracker::track);
 * cluster.start();
 * time.advance(Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>A killed server has its term, vote and log again when it is restarted. {@link Simulation} also draws all faults of
 * a cluster from a seed. For one thread. It need not be closed.
 */
public final class SimulatedCluster {
    private final VirtualTime time;
    private final RandomGenerator chance;
    private final UnaryOperator<MemoryStore> disk;
    private final LinkFilter links = new LinkFilter();
    private final Network network = new Network(this::deliver, links);
    private final List<ServerId> servers;
    private final Map<ServerId, LeadershipSink> sinks = new LinkedHashMap<>();
    private final Map<ServerId, Node> running = new LinkedHashMap<>();
    private final Map<ServerId, MemoryStore> stores = new LinkedHashMap<>();
    private NetworkConditions conditions = NetworkConditions.FAIR;

    /** The disk function may change the stored state that a server finds at each start. */
    SimulatedCluster(
            List<ServerId> servers,
            long seed,
            ManualTime time,
            Function<ServerId, LeadershipSink> sinks,
            UnaryOperator<MemoryStore> disk) {
        this.servers = checked(servers);
        servers.forEach(server -> this.sinks.put(server, sinks.apply(server)));
        this.time = new VirtualTime(Objects.requireNonNull(time, "time: is null"));
        this.chance = new SplittableRandom(seed);
        this.disk = disk;
        servers().forEach(server -> stores.put(server, new MemoryStore()));
    }

    /**
     * {@return a cluster of which no server runs yet}
     *
     * @param servers 1 to 9 different servers
     * @param seed the seed of all randomness
     * @param time its time, which a tracker of the cluster must use, too
     * @param sinks returns the sink of each server, as {@code tracker::track} does; called once per server
     * @throws IllegalArgumentException if there are too few or too many servers, or two are equal
     */
    public static SimulatedCluster of(
            List<ServerId> servers, long seed, ManualTime time, Function<ServerId, LeadershipSink> sinks) {
        return new SimulatedCluster(servers, seed, time, sinks, UnaryOperator.identity());
    }

    private static List<ServerId> checked(List<ServerId> servers) {
        if (servers.isEmpty()
                || servers.size() > TestCluster.MAX_SERVERS
                || new HashSet<>(servers).size() < servers.size()) {
            throw new IllegalArgumentException(
                    "servers: " + servers + ", expected 1 to " + TestCluster.MAX_SERVERS + " different ones");
        }
        return List.copyOf(servers);
    }

    private void check(ServerId server) {
        if (!servers.contains(server)) {
            throw new IllegalArgumentException(
                    "server " + server + ": not of this cluster, expected one of " + servers);
        }
    }

    private Node node(ServerId server) {
        check(server);
        return Optional.ofNullable(running.get(server))
                .orElseThrow(() -> new IllegalArgumentException(
                        "server " + server + ": does not run, expected one of " + running.keySet()));
    }

    /** {@return all servers, running or not, in the given order} */
    public List<ServerId> servers() {
        return servers;
    }

    /** {@return the running servers} */
    public Set<ServerId> running() {
        return Set.copyOf(running.keySet());
    }

    /** {@return the running servers that claim to lead} */
    public List<Claim> claims() {
        return running.keySet().stream()
                .flatMap(server -> view(server).filter(view -> view.server().equals(server)).stream())
                .toList();
    }

    /** {@return the leader, if all running servers agree on it} */
    public Optional<Claim> agreed() {
        return claims().stream()
                .filter(claim -> running.keySet().stream()
                        .allMatch(server -> view(server).equals(Optional.of(claim))))
                .findFirst();
    }

    /** Returns the leader that a server knows, which may be itself; empty if it knows none. */
    private Optional<Claim> view(ServerId server) {
        var term = node(server).engine().getTerm();
        return Optional.ofNullable(term.getLeaderEndpoint())
                .map(leader -> new Claim(Endpoint.server(leader), OptionalLong.of(term.getTerm())));
    }

    /** Starts every server that does not run. */
    public void start() {
        servers.stream().filter(server -> !running.containsKey(server)).forEach(this::start);
    }

    /**
     * Starts a server. It has its stored state if it was killed before.
     *
     * @param server a server that does not run
     * @throws IllegalArgumentException if it runs, or is not of this cluster
     */
    public void start(ServerId server) {
        check(server);
        if (running.containsKey(server)) {
            throw new IllegalArgumentException("server " + server + ": runs, expected a killed one");
        }
        var store = disk.apply(Optional.ofNullable(stores.get(server)).orElseThrow());
        stores.put(server, store);
        var environment = new Environment(time, time.clock(), new Random(chance.nextLong()), network.of(server));
        var node = new Node.Parts(
                        Node.config().build(),
                        servers(),
                        new NoOpStateMachine(),
                        report -> {},
                        Optional.ofNullable(sinks.get(server)).orElseThrow(),
                        store,
                        environment)
                .node(new Endpoint(server));
        network.connect(server, node.engine());
        running.put(server, node);
        var unused = node.start();
    }

    /**
     * Ends a server as a crash does: no other server is notified. Messages that it has sent may still arrive.
     *
     * @param server one that runs
     * @throws IllegalArgumentException if it does not run, or is not of this cluster
     */
    public void kill(ServerId server) {
        var node = node(server);
        network.disconnect(server);
        var unused = node.terminate();
        running.remove(server);
        time.time().advance(Duration.ZERO);
    }

    /**
     * Asks the leader of the latest term, if there is one, to hand over. The outcome shows only after time has passed.
     *
     * @param server one that runs
     * @throws IllegalArgumentException if it does not run, or is not of this cluster
     */
    public void transfer(ServerId server) {
        node(server);
        claims().stream()
                .max(Comparator.comparing(claim -> claim.term().orElseThrow()))
                .ifPresent(leader -> {
                    var unused = node(leader.server()).transfer(new Endpoint(server));
                });
    }

    /**
     * Cuts one direction of a link. Messages that were sent before still arrive.
     *
     * @param from the server whose messages no longer arrive
     * @param to the server at which they no longer arrive
     * @throws IllegalArgumentException if one is not of this cluster
     */
    public void cut(ServerId from, ServerId to) {
        check(from);
        check(to);
        links.cut(from, to);
    }

    /**
     * Cuts all links of a server.
     *
     * @param server the server
     * @throws IllegalArgumentException if it is not of this cluster
     */
    public void isolate(ServerId server) {
        servers().forEach(other -> {
            cut(server, other);
            cut(other, server);
        });
    }

    /** Restores all links. */
    public void heal() {
        links.heal();
    }

    /**
     * Sets the conditions for messages that are sent from now on. The default is {@link NetworkConditions#FAIR}.
     *
     * @param conditions the conditions
     */
    public void conditions(NetworkConditions conditions) {
        this.conditions = Objects.requireNonNull(conditions, "conditions: is null");
    }

    private void deliver(Runnable message) {
        if (happens(conditions.lostPercent())) {
            return;
        }
        deliverLater(message);
        if (happens(conditions.duplicatedPercent())) {
            deliverLater(message);
        }
    }

    private boolean happens(int percent) {
        return chance.nextInt(100) < percent;
    }

    private void deliverLater(Runnable message) {
        time.time()
                .schedule(
                        Duration.ofMillis(
                                chance.nextLong(1, conditions.slowest().toMillis() + 1)),
                        message);
    }
}
