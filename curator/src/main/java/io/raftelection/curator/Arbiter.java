package io.raftelection.curator;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;

/** The ZooKeeper server that says who leads, on a free port of the loopback interface, and a client to look into it. */
final class Arbiter implements Closeable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int TICK_MILLIS = 500;
    private static final int SESSION_MILLIS = 10_000;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int RETRY_MILLIS = 100;
    private static final int FREE_PORT = 0;
    private static final int UNUSED_PORT = 0;
    private static final int DEFAULT = -1;

    private final TestingServer server;
    private final CuratorFramework client;

    private Arbiter(TestingServer server) {
        this.server = server;
        this.client = CuratorFrameworkFactory.newClient(
                LOOPBACK + ":" + server.getPort(), SESSION_MILLIS, CONNECT_MILLIS, new RetryOneTime(RETRY_MILLIS));
        client.start();
    }

    /** Starts it. */
    static Arbiter start() throws IOException {
        var spec = new InstanceSpec(
                null,
                FREE_PORT,
                UNUSED_PORT,
                UNUSED_PORT,
                true,
                DEFAULT,
                TICK_MILLIS,
                DEFAULT,
                Map.of("clientPortAddress", LOOPBACK, "admin.enableServer", "false"),
                LOOPBACK);
        try {
            return new Arbiter(new TestingServer(spec, true));
        } catch (Exception e) {
            throw new IOException("ZooKeeper: not started", e);
        }
    }

    int port() {
        return server.getPort();
    }

    /** The nodes of those who contend, in the order in which they will lead; none if it does not answer. */
    List<String> contenders() {
        try {
            return client.getChildren().forPath(Contender.PATH).stream()
                    .sorted(Comparator.comparing(node -> Ear.term(node).orElse(-1)))
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (Exception e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        client.close();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("ZooKeeper: not closed", e);
        }
    }
}
