package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.spi.Instruments;
import io.raftelection.testing.spi.Nodes;
import io.raftelection.testing.spi.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.util.FileUtils;

/**
 * A real cluster of Ratis servers in this JVM. It offers all that a {@link TestCluster} can do, but to pause a server.
 * Its logs are on disk, in a temporary directory that {@link #close()} removes.
 */
public final class RatisCluster implements TestCluster {
    /** How long a server may take to hear from its leader; Ratis tells nobody when it does. */
    private static final Patience CATCH_UP = new Patience(Duration.ofSeconds(20), Duration.ofMillis(5));

    /** How long the port of a server that was killed may be in use by another program before its restart fails. */
    private static final Patience PORT = new Patience(Duration.ofSeconds(3), Duration.ofMillis(20));

    private final RatisClusterBuilder settings;
    private final Instruments instruments = new Instruments();
    private final MemoryTransport.Network network =
            new MemoryTransport.Network(new Traffic(instruments, this::isStarted));
    private final Nodes<Node> nodes;
    private volatile boolean started;
    private Optional<Path> directory = Optional.empty();
    private Optional<Homes> homes = Optional.empty();

    RatisCluster(RatisClusterBuilder settings) {
        this.settings = settings;
        this.nodes = new Nodes<>(settings.members, settings.sinks);
    }

    /**
     * {@return a builder of a cluster}
     *
     * @param servers 1 to 9 different ones
     * @param sinks where each is reported to, as {@code tracker::track}; asked once a server
     * @throws IllegalArgumentException if there are too few, too many or equal servers
     */
    public static RatisClusterBuilder builder(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return new RatisClusterBuilder(servers, sinks);
    }

    @Override
    public List<ServerId> servers() {
        return nodes.servers();
    }

    @Override
    public Optional<String> notOffered(Capability capability) {
        return switch (capability) {
            case PAUSE -> Optional.of("a server's threads cannot be stopped while others in the same JVM run");
            case TERMS, TRANSFER, STEP_DOWN, CUT, ISOLATE, RESTART, ELECT, COMMANDS, SNAPSHOT, MEMBERSHIP ->
                Optional.empty();
        };
    }

    /**
     * {@return a running server, as Ratis has it}
     *
     * @param server which one
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public RaftServer.Division division(ServerId server) {
        return node(server).division();
    }

    @Override
    public synchronized boolean isRunning(ServerId server) {
        return nodes.find(server).isPresent();
    }

    @Override
    public synchronized List<Claim> claims() {
        var claims = new ArrayList<Claim>();
        nodes.running().forEach((server, node) -> {
            var info = node.info();
            if (info.isLeader()) {
                claims.add(new Claim(server, OptionalLong.of(info.getCurrentTerm())));
            }
        });
        return claims;
    }

    @Override
    public synchronized void start() throws IOException {
        nodes.start();
        var created = Files.createTempDirectory("raft-election-");
        directory = Optional.of(created);
        try {
            FreePorts.use(this::startAll);
            started = true;
        } catch (IOException | RuntimeException e) {
            directory = Optional.empty();
            delete(created);
            throw e;
        }
    }

    private boolean isStarted() {
        return started;
    }

    private void startAll() throws IOException {
        var all = new Homes(directory.orElseThrow(), settings.ports);
        try {
            all.settle(servers());
            homes = Optional.of(all);
            for (var server : servers()) {
                start(server, StartupOption.FORMAT, all.group());
            }
        } catch (IOException | RuntimeException e) {
            closeAll();
            for (var server : servers()) {
                all.leave(server);
            }
            throw e;
        }
    }

    private void start(ServerId server, StartupOption option, RaftGroup group) throws IOException {
        var home = homes().of(server);
        var start = new Start(settings, home, group, option, network, nodes.sink(server));
        nodes.put(server, start.node(isKeptBack(server)));
    }

    /**
     * Waits until the leader is ready to hand over. A request that Ratis 3.3.0 ends too early, because the time of an
     * earlier one is over, is made again.
     */
    @Override
    public void transfer(ServerId server) throws IOException, InterruptedException {
        node(server);
        leader().transfer(server);
    }

    private synchronized Node leader() {
        return nodes.running().values().stream()
                .filter(node -> node.info().isLeader())
                .max(Comparator.comparing(node -> node.info().getCurrentTerm()))
                .orElseThrow(() -> new IllegalStateException("cluster: no server leads"));
    }

    @Override
    public void stepDown(ServerId leader) throws IOException, InterruptedException {
        var node = node(leader);
        if (!node.info().isLeader()) {
            throw new IllegalStateException("server " + leader + ": does not lead");
        }
        node.stepDown();
    }

    /** It is cut off first, so that it cannot hand over. */
    @Override
    public synchronized void kill(ServerId server) {
        var node = node(server);
        isolate(server);
        nodes.remove(server);
        node.close();
    }

    /**
     * With its log. Where that is empty, since the server was killed before it had written anything, and a majority is
     * there with a leader, or to elect one, this waits until that has sent something: before, Ratis counts none of the
     * server's votes, and the cluster could not lose its leader.
     *
     * <p>On gRPC it listens on the port that it had, since the other servers know no other. If another program has
     * taken that, this waits a few seconds and then ends with a {@link BindException} that names the port. The server
     * can be restarted later.
     */
    @Override
    public synchronized void restart(ServerId server) throws IOException, InterruptedException {
        nodes.checkRestart(server);
        if (settings.transport == Transport.GRPC) {
            var unused = PORT.until(homes().of(server)::isPortFree); // if it is not, the start says so
        }
        instruments.links().heal(server);
        try {
            start(server, StartupOption.RECOVER, homes().group());
        } catch (IOException | RuntimeException e) {
            isolate(server); // as a server that was killed is
            throw e;
        }
        CATCH_UP.until(() -> node(server).hasLog() || !isInMajority(server) || isWithoutLeader());
    }

    private boolean isInMajority(ServerId server) {
        var links = instruments.links();
        long linked = nodes.running().keySet().stream()
                .filter(other -> !links.isCut(other, server) && !links.isCut(server, other))
                .count();
        return 2 * linked > servers().size();
    }

    /** And nobody can be elected. */
    private boolean isWithoutLeader() {
        return claims().isEmpty() && servers().stream().noneMatch(instruments::mayBeElected);
    }

    @Override
    public void cut(ServerId from, ServerId to) {
        nodes.check(from);
        nodes.check(to);
        instruments.links().cut(from, to);
    }

    @Override
    public void heal() {
        instruments.links().heal();
    }

    @Override
    public Instruments instruments() {
        return instruments;
    }

    @Override
    public synchronized ServerStatus status(ServerId server) {
        return node(server).status();
    }

    @Override
    public synchronized void allow(Set<ServerId> candidates) {
        candidates.forEach(nodes::check);
        instruments.allow(candidates);
        keepBackWhoIsAlone();
    }

    private void keepBackWhoIsAlone() {
        nodes.running().forEach((server, node) -> {
            try {
                node.keepBack(isKeptBack(server));
            } catch (IOException e) {
                throw new UncheckedIOException("server " + server + ": cannot be kept from elections", e);
            }
        });
    }

    private boolean isKeptBack(ServerId server) {
        return servers().size() == 1 && !instruments.mayBeElected(server);
    }

    /** At once, unless an election that failed has raised its term; then when its election time-out is over. */
    @Override
    public void campaign(ServerId server) throws IOException {
        node(server).campaign();
    }

    @Override
    public CompletionStage<Void> submit(ServerId server, byte[] command) {
        return node(server).submit(command);
    }

    /** The state machine has to take it. Ratis has it take none where it has applied nothing since the last one. */
    @Override
    public void snapshot(ServerId server) throws IOException, InterruptedException {
        node(server).snapshot();
    }

    @Override
    public synchronized void addServer(ServerId server) throws IOException, InterruptedException {
        var leader = leader();
        nodes.add(server);
        try {
            FreePorts.use(() -> {
                homes().settle(List.of(server));
                start(server, StartupOption.FORMAT, homes().groupToJoin());
            });
            keepBackWhoIsAlone();
            leader.setMembers(homes().group().getPeers());
            CATCH_UP.until(node(server)::isMember);
        } catch (IOException | InterruptedException | RuntimeException e) {
            leave(server);
            throw e;
        }
    }

    @Override
    public synchronized void removeServer(ServerId server) throws IOException, InterruptedException {
        nodes.check(server);
        var leader = leader();
        if (nodes.find(server).equals(Optional.of(leader))) {
            throw new IllegalArgumentException("server " + server + ": leads, expected one that does not");
        }
        var name = RaftPeerId.valueOf(server.value());
        leader.setMembers(homes().group().getPeers().stream()
                .filter(peer -> !peer.getId().equals(name))
                .toList());
        leave(server);
    }

    private void leave(ServerId server) throws IOException {
        nodes.find(server).ifPresent(Node::close);
        nodes.leave(server);
        homes().leave(server);
        keepBackWhoIsAlone();
    }

    private synchronized Node node(ServerId server) {
        return nodes.of(server);
    }

    private Homes homes() {
        return homes.orElseThrow(() -> new IllegalStateException("cluster: not started"));
    }

    @Override
    public synchronized void close() {
        nodes.close();
        closeAll();
        network.close();
        directory.ifPresent(RatisCluster::delete);
    }

    /** Where the servers store what they have to; empty if the cluster was not started, or its start failed. */
    synchronized Optional<Path> directory() {
        return directory;
    }

    private static void delete(Path directory) {
        try {
            FileUtils.deleteFully(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": not removed", e);
        }
    }

    private void closeAll() {
        Closing.awaitAll(nodes.running().values().stream().map(Node::closing).toList());
        nodes.clear();
    }
}
