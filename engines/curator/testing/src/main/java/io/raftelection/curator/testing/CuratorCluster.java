package io.raftelection.curator.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.spi.Instruments;
import io.raftelection.testing.spi.Nodes;
import io.raftelection.testing.spi.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.curator.framework.CuratorFramework;
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
    private final Instruments instruments = new Instruments();
    private final List<Long> sessionsOfKilled = new ArrayList<>();
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
            case TERMS -> Optional.of("a latch has no term, only a token to fence with");
            case TRANSFER, STEP_DOWN, ISOLATE, RESTART, ELECT, MEMBERSHIP -> Optional.empty();
            case CUT -> Optional.of("servers talk to ZooKeeper, and not to each other");
            case COMMANDS, SNAPSHOT -> Optional.of("a latch has no log, it only says who leads");
            case PAUSE -> Optional.of("the threads of one client cannot be stopped inside a JVM");
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
        instruments.started(server);
        instruments.links().heal(server);
        contenders.running().forEach((other, contender) -> noteIfCutOff(other, contender));
        var start = new Contender.Start(
                server,
                contenders.sink(server),
                latch -> setUp.accept(server, latch),
                () -> instruments.mayBeElected(server),
                arbiter().port());
        contenders.put(server, start.contender());
    }

    private Arbiter arbiter() {
        return arbiter.orElseThrow(() -> new IllegalStateException("cluster: not started"));
    }

    /**
     * {@return the client of ZooKeeper of a server}
     *
     * @param server which one, running
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public synchronized CuratorFramework client(ServerId server) {
        return contenders.of(server).client();
    }

    /**
     * {@return the latch by which a server contends now; none while it may not be elected}
     *
     * @param server which one, running
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public synchronized Optional<LeaderLatch> latch(ServerId server) {
        return contenders.of(server).latch();
    }

    @Override
    public synchronized ServerStatus status(ServerId server) {
        return contenders.of(server).status();
    }

    @Override
    public Instruments instruments() {
        return instruments;
    }

    /** Who may not be elected does not stand in the queue, unless it leads. */
    @Override
    public synchronized void allow(Set<ServerId> candidates) {
        candidates.forEach(contenders::check);
        instruments.allow(candidates);
        contenders.running().values().forEach(Contender::heedGate);
    }

    /**
     * Has it queue up, and whoever is before it give way to it. The sessions of servers that were killed are over now:
     * ZooKeeper would find that out by itself, later.
     */
    @Override
    public synchronized void campaign(ServerId server) throws IOException, InterruptedException {
        var target = contenders.of(server);
        target.contend();
        sessionsOfKilled.forEach(arbiter()::endSession);
        sessionsOfKilled.clear();
        if (!target.isCutOff()) {
            putFirst(server, target);
        }
    }

    /**
     * Has whoever is before that server leave and queue up again, the leader last. Waits up to ten seconds until the
     * server is in the queue.
     */
    @Override
    public synchronized void transfer(ServerId server) throws IOException, InterruptedException {
        var target = contenders.of(server);
        checkLeader();
        putFirst(server, target);
    }

    private void putFirst(ServerId server, Contender target) throws IOException, InterruptedException {
        if (target.latch().isEmpty() || !PATIENCE.until(() -> placeOf(target) >= 0)) {
            throw new IOException("server " + server + ": does not contend");
        }
        var nodes = arbiter().contenders();
        var before = contenders.running().values().stream()
                .filter(other -> other.placeIn(nodes) >= 0 && other.placeIn(nodes) < target.placeIn(nodes))
                .filter(other -> !other.isCutOff())
                .sorted(Comparator.comparing((Contender other) -> other.placeIn(nodes))
                        .reversed())
                .toList();
        for (var other : before) {
            requeue(other);
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

    /** Has it leave, and, if it may be elected, waits until it is in the queue again. */
    private void requeue(Contender contender) throws IOException, InterruptedException {
        contender.withdraw();
        contender.contend();
        if (contender.latch().isPresent() && !PATIENCE.until(() -> placeOf(contender) >= 0)) {
            throw new IOException("cluster: ZooKeeper does not answer");
        }
    }

    /** Its connection breaks, and its session is not ended. */
    @Override
    public synchronized void kill(ServerId server) {
        var contender = contenders.of(server);
        contenders.remove(server);
        contender.crash().ifPresent(sessionsOfKilled::add);
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
        contenders.find(server).ifPresent(contender -> {
            contender.cutOff();
            noteIfCutOff(server, contender);
        });
    }

    /** Servers do not talk to each other, but who cannot talk to ZooKeeper is cut off from all others. */
    private void noteIfCutOff(ServerId server, Contender contender) {
        if (contender.isCutOff()) {
            servers().stream().filter(other -> !other.equals(server)).forEach(other -> {
                instruments.links().cut(server, other);
                instruments.links().cut(other, server);
            });
        }
    }

    @Override
    public synchronized void heal() {
        contenders.running().values().forEach(Contender::heal);
        instruments.links().heal();
    }

    /** The leader is not asked: whoever queues up is of the cluster. */
    @Override
    public synchronized void addServer(ServerId server) throws IOException {
        checkLeader();
        contenders.add(server);
        try {
            start(server);
        } catch (IOException | RuntimeException e) {
            contenders.leave(server);
            throw e;
        }
    }

    @Override
    public synchronized void removeServer(ServerId server) {
        var contender = contenders.find(server);
        if (contender.flatMap(Contender::claim).isPresent()) {
            throw new IllegalArgumentException("server " + server + ": leads, expected one that does not");
        }
        checkLeader();
        contenders.leave(server);
        contender.ifPresent(Contender::leave);
    }

    private void checkLeader() {
        if (claims().isEmpty()) {
            throw new IllegalStateException("cluster: no server leads");
        }
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
