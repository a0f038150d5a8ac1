package io.raftelection.ratis;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.util.FileUtils;

/**
 * A real cluster of Ratis servers in this JVM: started, tracked, and put through transfers, crashes and cuts. Its logs
 * are on disk, in a temporary directory that {@link #close()} removes.
 *
 * <p>Clusters may run side by side. Safe for use by many threads: one operation at a time, each of which ends within a
 * minute.
 */
public final class RatisCluster implements AutoCloseable {
    static final String LOOPBACK = "127.0.0.1";

    /** How often other ports are tried when somebody else took one meanwhile. */
    private static final int PORT_ATTEMPTS = 5;

    /** How long an old leader may try to hand over, and a new one to get ready for that. */
    private static final long TRANSFER_MILLIS = 10_000;

    private final RatisClusterBuilder settings;
    private final MemoryTransport.Network network = new MemoryTransport.Network(new Links());
    private final Map<ServerId, LeadershipSink> sinks = new LinkedHashMap<>();
    private final Map<ServerId, Node> running = new LinkedHashMap<>();
    private Optional<Path> directory = Optional.empty();
    private Optional<RaftGroup> group = Optional.empty();
    private boolean closed;

    RatisCluster(RatisClusterBuilder settings) {
        this.settings = settings;
        settings.servers.forEach(server -> sinks.put(server, settings.sinks.apply(server)));
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

    /** {@return all servers, running or not} */
    public List<ServerId> servers() {
        return settings.servers;
    }

    /**
     * {@return whether a server runs}
     *
     * @param server which one
     * @throws IllegalArgumentException if it is not of this cluster
     */
    public synchronized boolean isRunning(ServerId server) {
        check(server);
        return running.containsKey(server);
    }

    /**
     * Starts all servers, on free ports. Returns before one of them is elected.
     *
     * @throws IOException if they cannot be started; none runs then
     * @throws IllegalStateException if the cluster was started or closed before
     */
    public synchronized void start() throws IOException {
        if (closed || directory.isPresent()) {
            throw new IllegalStateException("cluster: " + (closed ? "closed" : "started already"));
        }
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
                    .setId(settings.servers.get(peers.size()).value())
                    .setAddress(LOOPBACK + ":" + port)
                    .build());
        }
        group = Optional.of(RaftGroup.valueOf(RaftGroupId.valueOf(UUID.randomUUID()), peers));
        for (var server : settings.servers) {
            start(server, StartupOption.FORMAT);
        }
    }

    private List<Integer> freePorts() throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < settings.servers.size(); i++) {
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
        var peer = group().getPeer(peer(server));
        var storage = directory().resolve(group().getGroupId().getUuid() + "-" + settings.servers.indexOf(server));
        var sink = Optional.ofNullable(sinks.get(server)).orElseThrow();
        running.put(server, new Node.Start(settings, peer, group(), storage, option, network, sink).node());
    }

    /**
     * Asks the present leader to hand leadership to another server. Waits until the leader is ready for that and has
     * tried; whether it succeeded, only the other server's acquisition tells: the replies of Ratis 3.3.0 may say that
     * the time is over although leadership moves.
     *
     * @param server the next leader, running
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     * @throws IllegalStateException if no server leads
     * @throws IOException if the leader refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public void transfer(ServerId server) throws IOException, InterruptedException {
        Node leader;
        synchronized (this) {
            node(server);
            leader = running.values().stream()
                    .filter(node -> node.info().isLeader())
                    .max((one, other) -> Long.compare(
                            one.info().getCurrentTerm(), other.info().getCurrentTerm()))
                    .orElseThrow(() -> new IllegalStateException("cluster: no server leads"));
        }
        var request = new TransferLeadershipRequest(
                ClientId.randomId(), leader.server().getId(), group().getGroupId(), 1, peer(server), TRANSFER_MILLIS);
        try {
            leader.ear().ready().get(TRANSFER_MILLIS, TimeUnit.MILLISECONDS);
            leader.server().transferLeadershipAsync(request).get(2 * TRANSFER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("server " + leader.server().getId() + ": does not hand over", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("server " + leader.server().getId() + ": does not answer", e);
        }
    }

    /**
     * Ends a server as a crash does: it is cut off first, so that it cannot hand over.
     *
     * @param server which one, running
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public synchronized void kill(ServerId server) {
        var node = node(server);
        isolate(server);
        running.remove(server);
        node.close();
    }

    /**
     * Starts a killed server again, with its log, and its links restored.
     *
     * @param server which one, not running
     * @throws IOException if it cannot be started
     * @throws IllegalArgumentException if it is not of this cluster or runs
     */
    public synchronized void restart(ServerId server) throws IOException {
        check(server);
        if (running.containsKey(server) || directory.isEmpty() || closed) {
            throw new IllegalArgumentException("server " + server + ": "
                    + (running.containsKey(server) ? "runs" : "its cluster does not run") + ", expected a killed one");
        }
        network.links().heal(server.value());
        start(server, StartupOption.RECOVER);
    }

    /**
     * Cuts one direction of one link.
     *
     * @param from the server whose messages no longer arrive
     * @param to the server at which they no longer arrive
     * @throws IllegalArgumentException if one is not of this cluster
     */
    public void cut(ServerId from, ServerId to) {
        check(from);
        check(to);
        network.links().cut(from.value(), to.value());
    }

    /**
     * Cuts a server off from all others, in both directions.
     *
     * @param server which one
     * @throws IllegalArgumentException if it is not of this cluster
     */
    public void isolate(ServerId server) {
        check(server);
        for (var other : settings.servers) {
            if (!other.equals(server)) {
                cut(server, other);
                cut(other, server);
            }
        }
    }

    /** Restores all links. */
    public void heal() {
        network.links().heal();
    }

    private Node node(ServerId server) {
        check(server);
        return Optional.ofNullable(running.get(server))
                .orElseThrow(() -> new IllegalArgumentException(
                        "server " + server + ": does not run, expected one of " + running.keySet()));
    }

    private void check(ServerId server) {
        if (!settings.servers.contains(server)) {
            throw new IllegalArgumentException(
                    "server " + server + ": not of this cluster, expected one of " + settings.servers);
        }
    }

    private static RaftPeerId peer(ServerId server) {
        return RaftPeerId.valueOf(server.value());
    }

    private RaftGroup group() {
        return group.orElseThrow(() -> new IllegalStateException("cluster: not started"));
    }

    /** Where the logs of all servers are. */
    Path directory() {
        return directory.orElseThrow(() -> new IllegalStateException("cluster: not started"));
    }

    /** Closes all servers and removes their directory. Any number of times. */
    @Override
    public synchronized void close() {
        closed = true;
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
        running.values().parallelStream().forEach(Node::close);
        running.clear();
    }
}
