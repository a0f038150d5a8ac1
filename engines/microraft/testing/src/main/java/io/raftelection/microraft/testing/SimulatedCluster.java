package io.raftelection.microraft.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ManualTime;
import io.raftelection.testing.TestCluster.Claim;
import io.raftelection.testing.spi.Instruments;
import io.raftelection.testing.spi.Members;
import io.raftelection.testing.spi.Nodes;
import java.time.Duration;
import java.util.Comparator;
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
 * A cluster of real MicroRaft servers in virtual time. Nothing happens but while {@link ManualTime#advance} runs, and
 * then on the thread that calls it: there is no thread, no waiting and no real time. All chance, that of the servers
 * and that of the network, comes from a seed, so that the same seed and the same calls give the same run, to the byte.
 *
 * <pre>{@code
 * var time = new ManualTime();
 * var tracker = Tracker.builder("orders").timer(time).clock(time).executor(Runnable::run).build();
 * var cluster = SimulatedCluster.of(servers, 42, time, tracker::track);
 * cluster.start();
 * time.advance(Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>A server that is killed finds its term, vote and log again when it is started again. {@link Simulation} draws all
 * that is done to a cluster from a seed too. For one thread; there is nothing to close.
 */
public final class SimulatedCluster {
    private final VirtualTime time;
    private final RandomGenerator chance;
    private final UnaryOperator<MemoryStore> disk;
    private final Network network = new Network(this::carry, new Instruments());
    private final Nodes<Node> nodes;
    private final Map<ServerId, MemoryStore> stores = new LinkedHashMap<>();
    private Weather weather = Weather.FAIR;

    /** The disk is what a server finds, at each start, of what it had stored. */
    SimulatedCluster(
            List<ServerId> servers,
            long seed,
            ManualTime time,
            Function<ServerId, LeadershipSink> sinks,
            UnaryOperator<MemoryStore> disk) {
        this.nodes = new Nodes<>(new Members(servers), sinks);
        this.time = new VirtualTime(Objects.requireNonNull(time, "time: is null"));
        this.chance = new SplittableRandom(seed);
        this.disk = disk;
        servers().forEach(server -> stores.put(server, new MemoryStore()));
    }

    /**
     * {@return a cluster of which no server runs yet}
     *
     * @param servers 1 to 9 different ones
     * @param seed where all chance comes from
     * @param time its time; a tracker of the cluster needs it too
     * @param sinks where each server is reported to, as {@code tracker::track}; asked once a server
     * @throws IllegalArgumentException if there are too few, too many or equal servers
     */
    public static SimulatedCluster of(
            List<ServerId> servers, long seed, ManualTime time, Function<ServerId, LeadershipSink> sinks) {
        return new SimulatedCluster(servers, seed, time, sinks, UnaryOperator.identity());
    }

    /** {@return all servers, running or not, in the order they were given} */
    public List<ServerId> servers() {
        return nodes.servers();
    }

    /** {@return the servers that run} */
    public Set<ServerId> running() {
        return Set.copyOf(nodes.running().keySet());
    }

    /** {@return which of the servers that run say that they lead} */
    public List<Claim> claims() {
        return nodes.running().keySet().stream()
                .flatMap(server -> view(server).filter(view -> view.server().equals(server)).stream())
                .toList();
    }

    /** {@return who leads, if every server that runs says the same} */
    public Optional<Claim> agreed() {
        return claims().stream()
                .filter(claim -> nodes.running().keySet().stream()
                        .allMatch(server -> view(server).equals(Optional.of(claim))))
                .findFirst();
    }

    /** Whom a server follows, or that it leads; empty if it knows no leader. */
    private Optional<Claim> view(ServerId server) {
        var term = nodes.of(server).engine().getTerm();
        return Optional.ofNullable(term.getLeaderEndpoint())
                .map(leader -> new Claim(Endpoint.server(leader), OptionalLong.of(term.getTerm())));
    }

    /** Starts every server that does not run. */
    public void start() {
        servers().stream().filter(server -> nodes.find(server).isEmpty()).forEach(this::start);
    }

    /**
     * Starts a server, with what it had stored if it was killed.
     *
     * @param server one that does not run
     * @throws IllegalArgumentException if it runs, or is not of this cluster
     */
    public void start(ServerId server) {
        nodes.checkKilled(server);
        var store = disk.apply(Optional.ofNullable(stores.get(server)).orElseThrow());
        stores.put(server, store);
        var surroundings = new Surroundings(time, time.clock(), new Random(chance.nextLong()), network.of(server));
        var node = new Node.Parts(servers(), new NoState(), report -> {}, nodes.sink(server), store, surroundings)
                .node(new Endpoint(server));
        network.connect(server, node.engine());
        nodes.put(server, node);
        var unused = node.start();
    }

    /**
     * Ends a server as a crash does: nobody hears anything of its end. What it has sent may still arrive.
     *
     * @param server one that runs
     * @throws IllegalArgumentException if it does not run, or is not of this cluster
     */
    public void kill(ServerId server) {
        var node = nodes.of(server);
        network.disconnect(server);
        var unused = node.terminate();
        nodes.remove(server);
        time.time().advance(Duration.ZERO);
    }

    /**
     * Asks the leader of the latest term, if there is one, to hand over. Whether it does shows when time has passed.
     *
     * @param server one that runs
     * @throws IllegalArgumentException if it does not run, or is not of this cluster
     */
    public void transfer(ServerId server) {
        nodes.checkRuns(server);
        claims().stream()
                .max(Comparator.comparing(claim -> claim.term().orElseThrow()))
                .ifPresent(leader -> {
                    var unused = nodes.of(leader.server()).transfer(new Endpoint(server));
                });
    }

    /**
     * Cuts one direction of a link. What is on its way arrives.
     *
     * @param from whose messages no longer arrive
     * @param to where they no longer arrive
     * @throws IllegalArgumentException if one is not of this cluster
     */
    public void cut(ServerId from, ServerId to) {
        nodes.check(from);
        nodes.check(to);
        network.instruments().links().cut(from, to);
    }

    /**
     * Cuts all that leads to and from a server.
     *
     * @param server which one
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
        network.instruments().links().heal();
    }

    /**
     * Sets what becomes of messages that are sent from now on. Until then they have {@link Weather#FAIR}.
     *
     * @param weather what becomes of them
     */
    public void weather(Weather weather) {
        this.weather = Objects.requireNonNull(weather, "weather: is null");
    }

    private void carry(Runnable delivery) {
        if (happens(weather.lostPercent())) {
            return;
        }
        deliverLater(delivery);
        if (happens(weather.doubledPercent())) {
            deliverLater(delivery);
        }
    }

    private boolean happens(int percent) {
        return chance.nextInt(100) < percent;
    }

    private void deliverLater(Runnable delivery) {
        time.time()
                .schedule(Duration.ofMillis(chance.nextLong(1, weather.slowest().toMillis() + 1)), delivery);
    }
}
