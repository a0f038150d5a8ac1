package io.raftelection.curator;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.spi.Nodes;
import io.raftelection.testing.spi.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.curator.framework.recipes.leader.LeaderLatch;

/**
 * Clients of one ZooKeeper in this JVM, each with a leader latch: a real election, over sockets of the loopback
 * interface. ZooKeeper's files are in a temporary directory that {@link #close()} removes.
 *
 * <p>Latches lead first come, first served. So a server is made to lead by having those before it leave, the leader
 * last, and queue up again; and one that comes back after a restart or a cut comes last.
 *
 * <p>A server that is killed or isolated leads until its session is over, as far as the others can tell: three seconds.
 */
public final class CuratorCluster implements TestCluster {
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(10), Duration.ofMillis(5));

    private final BiConsumer<ServerId, LeaderLatch> setUp;
    private final Nodes<Contender> contenders;
    private Optional<Arbiter> arbiter = Optional.empty();

    CuratorCluster(CuratorClusterBuilder settings) {
        this.setUp = settings.setUp;
        this.contenders = new Nodes<>(settings.members, settings.sinks);
    }

    /**
     * {@return a builder of a cluster}
     *
     * @param servers 1 to 9 different ones
     * @param sinks where each is reported to, as {@code tracker::track}; asked once a server
     * @throws IllegalArgumentException if there are too few, too many or equal servers
     */
    public static CuratorClusterBuilder builder(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return new CuratorClusterBuilder(servers, sinks);
    }

    @Override
    public List<ServerId> servers() {
        return contenders.servers();
    }

    @Override
    public Optional<String> notOffered(Capability capability) {
        return switch (capability) {
            case ELECT, COMMANDS, SNAPSHOT, PAUSE, MEMBERSHIP -> Optional.of("not built yet");
            case TERMS, TRANSFER, STEP_DOWN, ISOLATE, RESTART -> Optional.empty();
            case CUT -> Optional.of("servers talk to ZooKeeper, and not to each other");
        };
    }

    @Override
    public synchronized boolean isRunning(ServerId server) {
        return contenders.find(server).isPresent();
    }

    @Override
    public synchronized List<Claim> claims() {
        return contenders.running().values().stream()
                .map(Contender::claim)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public synchronized void start() throws IOException, InterruptedException {
        contenders.start();
        arbiter = Optional.of(Arbiter.start());
        try {
            for (var server : servers()) {
                start(server);
            }
        } catch (IOException | RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    private void start(ServerId server) throws IOException {
        contenders.put(
                server,
                new Contender(
                        server,
                        contenders.sink(server),
                        latch -> setUp.accept(server, latch),
                        arbiter().port()));
    }

    private Arbiter arbiter() {
        return arbiter.orElseThrow(() -> new IllegalStateException("cluster: not started"));
    }

    /**
     * Has whoever is before that server leave and queue up again, the leader last. Waits up to ten seconds until the
     * server is in the queue.
     */
    @Override
    public synchronized void transfer(ServerId server) throws IOException, InterruptedException {
        var target = contenders.of(server);
        var leader = leader().orElseThrow(() -> new IllegalStateException("cluster: no server leads"));
        if (!PATIENCE.until(() -> placeOf(target) >= 0)) {
            throw new IOException("server " + server + ": does not contend");
        }
        for (var other : List.copyOf(contenders.running().values())) {
            boolean isBefore = placeOf(other) >= 0 && placeOf(other) < placeOf(target);
            if (isBefore && other != leader && !other.isCutOff()) {
                requeue(other);
            }
        }
        if (leader != target) {
            requeue(leader);
        }
    }

    @Override
    public synchronized void stepDown(ServerId leader) throws IOException, InterruptedException {
        var contender = contenders.of(leader);
        if (contender.claim().isEmpty()) {
            throw new IllegalStateException("server " + leader + ": does not lead");
        }
        requeue(contender);
    }

    private int placeOf(Contender contender) {
        return contender.placeIn(arbiter().contenders());
    }

    /** Waits until it is in the queue again. */
    private void requeue(Contender contender) throws IOException, InterruptedException {
        contender.requeue();
        if (!PATIENCE.until(() -> placeOf(contender) >= 0)) {
            throw new IOException("cluster: ZooKeeper does not answer");
        }
    }

    /** The latest, if an old leader does not know of it yet. */
    private Optional<Contender> leader() {
        return contenders.running().values().stream()
                .filter(contender -> contender.claim().isPresent())
                .max(Comparator.comparing(contender -> contender
                        .claim()
                        .map(Claim::term)
                        .orElse(OptionalLong.empty())
                        .orElse(-1)));
    }

    /** Its connection breaks, and its session is not ended. */
    @Override
    public synchronized void kill(ServerId server) {
        var contender = contenders.of(server);
        contenders.remove(server);
        contender.crash();
    }

    /** There is nothing stored that it could start with. */
    @Override
    public synchronized void restart(ServerId server) throws IOException {
        contenders.checkRestart(server);
        start(server);
    }

    /** Cuts it off from ZooKeeper. */
    @Override
    public synchronized void isolate(ServerId server) {
        contenders.find(server).ifPresent(Contender::cutOff);
    }

    @Override
    public synchronized void heal() {
        contenders.running().values().forEach(Contender::heal);
    }

    @Override
    public synchronized void close() {
        contenders.close();
        closeAll();
    }

    private void closeAll() {
        heal();
        contenders.running().values().forEach(Contender::leave);
        contenders.clear();
        arbiter.ifPresent(Arbiter::close);
        arbiter = Optional.empty();
    }
}
