package io.raftelection.curator.testing;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** A ZooKeeper server on a free port of the loopback interface, and a client that reads the queue of latches. */
final class EmbeddedZooKeeper implements Closeable {
    private static final int TICK_MILLIS = 500;
    private static final int SESSION_MILLIS = 10_000;
    private static final int MAX_SESSION_MILLIS = 60_000;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int RETRY_MILLIS = 100;
    private static final int FREE_PORT = 0;
    private static final int ANY_NUMBER = 0;

    private final Path directory;
    private final ZooKeeperServer server;
    private final ServerCnxnFactory sockets;
    private final CuratorFramework client;

    private EmbeddedZooKeeper(Path directory, ZooKeeperServer server, ServerCnxnFactory sockets) {
        this.directory = directory;
        this.server = server;
        this.sockets = sockets;
        this.client = CuratorFrameworkFactory.newClient(
                InetAddress.getLoopbackAddress().getHostAddress() + ":" + port(),
                SESSION_MILLIS,
                CONNECT_MILLIS,
                new RetryOneTime(RETRY_MILLIS));
        client.start();
    }

    /** Starts a server. */
    static EmbeddedZooKeeper start() throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("raft-election-");
        try {
            return started(directory);
        } catch (IOException | InterruptedException | RuntimeException e) {
            delete(directory);
            throw e;
        }
    }

    private static EmbeddedZooKeeper started(Path directory) throws IOException, InterruptedException {
        var server = server(directory);
        var sockets = ServerCnxnFactory.createFactory(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), FREE_PORT), ANY_NUMBER);
        try {
            sockets.startup(server);
        } catch (IOException | InterruptedException | RuntimeException e) {
            sockets.shutdown();
            throw e;
        }
        return new EmbeddedZooKeeper(directory, server, sockets);
    }

    /** A server that throws if it cannot write a snapshot, where ZooKeeper itself calls {@link System#exit}. */
    static ZooKeeperServer server(Path directory) throws IOException {
        var server = new ZooKeeperServer(directory.toFile(), directory.toFile(), TICK_MILLIS) {
            @Override
            public synchronized File takeSnapshot(boolean sync, boolean exits, boolean fastForward) throws IOException {
                return super.takeSnapshot(sync, false, fastForward);
            }
        };
        server.setMaxSessionTimeout(MAX_SESSION_MILLIS); // the default is 20 ticks
        return server;
    }

    int port() {
        return sockets.getLocalPort();
    }

    /** The nodes of the latches, in the order in which they will lead; none if the server does not answer. */
    List<String> latchNodes() {
        return new LatchNodes(client).inOrder();
    }

    /** Ends the session of a client that is gone, which would expire later. */
    void endSession(long session) {
        server.closeSession(session);
    }

    @Override
    public void close() {
        client.close();
        sockets.shutdown();
        try {
            server.getTxnLogFactory().close();
            delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": not removed", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
