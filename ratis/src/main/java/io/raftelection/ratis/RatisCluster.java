package io.raftelection.ratis;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.spi.Links;
import io.raftelection.testing.spi.Nodes;
import io.raftelection.testing.spi.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.util.FileUtils;

/**
 * A real cluster of Ratis servers in this JVM. It offers everything that a {@link TestCluster} can do. Its logs are on
 * disk, in a temporary directory that {@link #close()} removes.
 */
public final class RatisCluster implements TestCluster {
    static final String LOOPBACK = "127.0.0.1";

    /** How often other ports are tried when somebody else took one meanwhile. */
    private static final int PORT_ATTEMPTS = 5;

    /** How long a server may take to hear from its leader; Ratis tells nobody when it does. */
    private static final Patience CATCH_UP = new Patience(Duration.ofSeconds(20), Duration.ofMillis(5));

    private final RatisClusterBuilder settings;
    private final MemoryTransport.Network network = new MemoryTransport.Network(new Links());
    private final Nodes<Node> nodes;
    private Optional<Path> directory = Optional.empty();
    private Optional<RaftGroup> group = Optional.empty();

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
        return Optional.empty();
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
        directory = Optional.of(Files.createTempDirectory("raft-election-"));
        for (int attempt = 1; ; attempt++) {
            try {
                startOnFreePorts();
                return;
            } catch (IOException | RuntimeException e) {
                closeAll();
                if (attempt == PORT_ATTEMPTS || !isPortTaken(e)) {
                    throw e;
                }
            }
        }
    }

    private void startOnFreePorts() throws IOException {
        var peers = new ArrayList<RaftPeer>();
        for (var port : freePorts()) {
            peers.add(RaftPeer.newBuilder()
                    .setId(servers().get(peers.size()).value())
                    .setAddress(LOOPBACK + ":" + port)
                    .build());
        }
        group = Optional.of(RaftGroup.valueOf(RaftGroupId.valueOf(UUID.randomUUID()), peers));
        for (var server : servers()) {
            start(server, StartupOption.FORMAT);
        }
    }

    private List<Integer> freePorts() throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < servers().size(); i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private static boolean isPortTaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    private void start(ServerId server, StartupOption option) throws IOException {
        var peer = group().getPeer(RaftPeerId.valueOf(server.value()));
        var storage = directory()
                .resolve(group().getGroupId().getUuid() + "-" + servers().indexOf(server));
        var start = new Node.Start(settings, peer, group(), storage, option, network, nodes.sink(server));
        nodes.put(server, start.node());
    }

    /**
     * Waits until the leader is ready to hand over. A request that Ratis 3.3.0 ends too early, because the time of an
     * earlier one is over, is made again.
     */
    @Override
    public void transfer(ServerId server) throws IOException, InterruptedException {
        node(server);
        leader().handOver(Optional.of(server));
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
        node.handOver(Optional.empty());
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
     * there to elect a leader, this waits until that has sent something: before, Ratis counts none of the server's
     * votes, and the cluster could not lose its leader.
     */
    @Override
    public synchronized void restart(ServerId server) throws IOException, InterruptedException {
        nodes.checkRestart(server);
        network.links().heal(server);
        start(server, StartupOption.RECOVER);
        CATCH_UP.until(() -> hasLog(server) || !isInMajority(server));
    }

    boolean hasLog(ServerId server) {
        return node(server).hasLog();
    }

    private boolean isInMajority(ServerId server) {
        var links = network.links();
        long linked = nodes.running().keySet().stream()
                .filter(other -> !links.isCut(other, server) && !links.isCut(server, other))
                .count();
        return 2 * linked > servers().size();
    }

    @Override
    public void cut(ServerId from, ServerId to) {
        nodes.check(from);
        nodes.check(to);
        network.links().cut(from, to);
    }

    @Override
    public void heal() {
        network.links().heal();
    }

    private synchronized Node node(ServerId server) {
        return nodes.of(server);
    }

    private RaftGroup group() {
        return group.orElseThrow(() -> new IllegalStateException("cluster: not started"));
    }

    private Path directory() {
        return directory.orElseThrow(() -> new IllegalStateException("cluster: not started"));
    }

    @Override
    public synchronized void close() {
        nodes.close();
        closeAll();
        directory.ifPresent(RatisCluster::delete);
    }

    private static void delete(Path directory) {
        try {
            FileUtils.deleteFully(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": not removed", e);
        }
    }

    /** At the same time, for each waits up to a second for its log. */
    private void closeAll() {
        nodes.running().values().parallelStream().forEach(Node::close);
        nodes.clear();
    }
}
