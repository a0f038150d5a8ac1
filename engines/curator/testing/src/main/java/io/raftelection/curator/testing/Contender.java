package io.raftelection.curator.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.ServerId;
import io.raftelection.curator.CuratorLeadership;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.TestCluster.Claim;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatch.CloseMode;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryForever;
import org.apache.curator.utils.ZKPaths;

/**
 * One server of a cluster, from one start to its end: a client of ZooKeeper, which contends for leadership by one latch
 * after the other, and by none while it may not be elected. Its lock is held while a latch is started or closed, which
 * waits for nobody.
 */
final class Contender {
    /** Long enough for a busy machine: who is silent for two thirds of it has lost leadership. */
    private static final int SESSION_MILLIS = 3_000;

    private static final int CONNECT_MILLIS = 2_000;
    private static final int RETRY_MILLIS = 50;

    private final Start start;
    private final Link link;
    private final CuratorFramework client;
    private final Queue queue;

    @GuardedBy("this")
    private Optional<LeaderLatch> latch = Optional.empty();

    /** What a server is started with. */
    record Start(
            ServerId server, LeadershipSink sink, Consumer<LeaderLatch> setUp, BooleanSupplier mayBeElected, int port) {

        /** A server that contends, if it may. */
        Contender contender() throws IOException {
            var contender = new Contender(this, new Link(port));
            try {
                contender.contend();
            } catch (RuntimeException e) {
                contender.leave();
                throw e;
            }
            return contender;
        }
    }

    private Contender(Start start, Link link) {
        this.start = start;
        this.link = link;
        this.client = CuratorFrameworkFactory.newClient(
                link.address(), SESSION_MILLIS, CONNECT_MILLIS, new RetryForever(RETRY_MILLIS));
        this.queue = new Queue(client);
        client.getConnectionStateListenable().addListener((same, state) -> connectionChanged(state));
        client.start();
    }

    CuratorFramework client() {
        return client;
    }

    /** The one by which it contends now. */
    synchronized Optional<LeaderLatch> latch() {
        return latch;
    }

    /** Queues up, unless it stands there already, or may not be elected. */
    synchronized void contend() {
        if (latch.isPresent() || !start.mayBeElected.getAsBoolean()) {
            return;
        }
        var next = new LeaderLatch(client, Queue.PATH, start.server.value());
        CuratorLeadership.attach(client, next, start.sink);
        start.setUp.accept(next);
        try {
            next.start();
        } catch (Exception e) {
            throw new IllegalStateException("server " + start.server + ": its latch is not started", e);
        }
        latch = Optional.of(next);
    }

    /** Leaves the queue, and leads no longer. */
    void withdraw() {
        withdraw(CloseMode.SILENT);
    }

    private synchronized void withdraw(CloseMode mode) {
        latch.ifPresent(present -> close(present, mode));
        latch = Optional.empty();
    }

    private void close(LeaderLatch present, CloseMode mode) {
        try {
            present.close(mode);
        } catch (IOException e) {
            throw new IllegalStateException("server " + start.server + ": its latch is not closed", e);
        }
    }

    /** Queues up or leaves, now that others may be elected than before. The present leader goes on. */
    synchronized void heedGate() {
        if (start.mayBeElected.getAsBoolean()) {
            contend();
        } else if (claim().isEmpty()) {
            withdraw();
        }
    }

    /**
     * A leader whose connection is interrupted has lost leadership, and would take it up again where its node is still
     * there, or queue up anew.
     */
    private synchronized void connectionChanged(ConnectionState state) {
        if (!state.isConnected() && !start.mayBeElected.getAsBoolean()) {
            withdraw(CloseMode.NOTIFY_LEADER);
        }
    }

    /** What it says of itself: Curator's own answer. */
    Optional<Claim> claim() {
        return latch().filter(LeaderLatch::hasLeadership).map(present -> new Claim(start.server, OptionalLong.empty()));
    }

    /** What it says of itself, and of others what ZooKeeper tells it, if it can ask. */
    ServerStatus status() {
        var claim = claim();
        var first = claim.isPresent() || link.isCut()
                ? claim
                : queue.nodes().stream()
                        .findFirst()
                        .flatMap(node -> queue.server(node).map(leader -> new Claim(leader, OptionalLong.empty())));
        return new ServerStatus(
                first.map(Claim::server),
                first.map(Claim::term).orElse(OptionalLong.empty()),
                claim.isPresent(),
                0,
                0,
                0);
    }

    /** Its place among those who contend, in the order in which they will lead; negative if it is not among them. */
    int placeIn(List<String> nodes) {
        return latch().map(LeaderLatch::getOurPath)
                .map(ZKPaths::getNodeFromPath)
                .map(nodes::indexOf)
                .orElse(-1);
    }

    boolean isCutOff() {
        return link.isCut();
    }

    void cutOff() {
        link.cut();
    }

    void heal() {
        link.heal();
    }

    /**
     * Ends it. ZooKeeper is not told, and holds its place until its session is over.
     *
     * @return the session, if there is one
     */
    OptionalLong crash() {
        var session = session();
        link.close();
        client.close();
        return session;
    }

    private OptionalLong session() {
        var connection = client.getZookeeperClient();
        try {
            return connection.isConnected()
                    ? OptionalLong.of(connection.getZooKeeper().getSessionId())
                    : OptionalLong.empty();
        } catch (Exception e) {
            return OptionalLong.empty(); // it was interrupted since
        }
    }

    /** Ends it in good order. */
    void leave() {
        client.close();
        link.close();
    }
}
