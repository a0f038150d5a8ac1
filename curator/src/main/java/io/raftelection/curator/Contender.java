package io.raftelection.curator;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster.Claim;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.retry.RetryForever;
import org.apache.curator.utils.ZKPaths;

/** One server of a cluster, from one start to its end: a client of ZooKeeper that contends for leadership. */
final class Contender {
    static final String PATH = "/raft-election/leader";

    /** Long enough for a busy machine: who is silent for two thirds of it has lost leadership. */
    private static final int SESSION_MILLIS = 3_000;

    private static final int CONNECT_MILLIS = 2_000;
    private static final int RETRY_MILLIS = 50;

    private final ServerId server;
    private final LeadershipSink sink;
    private final Consumer<LeaderLatch> setUp;
    private final Link link;
    private final CuratorFramework client;
    private volatile LeaderLatch latch;

    /** Starts it. */
    Contender(ServerId server, LeadershipSink sink, Consumer<LeaderLatch> setUp, int port) throws IOException {
        this.server = server;
        this.sink = sink;
        this.setUp = setUp;
        this.link = new Link(port);
        this.client = CuratorFrameworkFactory.newClient(
                link.address(), SESSION_MILLIS, CONNECT_MILLIS, new RetryForever(RETRY_MILLIS));
        client.start();
        try {
            this.latch = contend();
        } catch (IOException | RuntimeException e) {
            leave();
            throw e;
        }
    }

    private LeaderLatch contend() throws IOException {
        var next = new LeaderLatch(client, PATH, server.value());
        CuratorLeadership.attach(client, next, sink);
        setUp.accept(next);
        try {
            next.start();
        } catch (Exception e) {
            throw new IOException("server " + server + ": not started", e);
        }
        return next;
    }

    /** What it says of itself: Curator's own answer, and the node by which it leads. */
    Optional<Claim> claim() {
        var present = latch;
        return present.hasLeadership() ? Optional.of(new Claim(server, Ear.term(present))) : Optional.empty();
    }

    /** Its place among those who contend, in the order in which they will lead; negative if it is not among them. */
    int placeIn(List<String> nodes) {
        var path = latch.getOurPath();
        return path == null ? -1 : nodes.indexOf(ZKPaths.getNodeFromPath(path));
    }

    /** Leaves, and contends again behind all others. */
    void requeue() throws IOException {
        latch.close();
        latch = contend();
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

    /** Ends it. ZooKeeper is not told, and holds its place until its session is over. */
    void crash() {
        link.close();
        client.close();
    }

    /** Ends it in good order. */
    void leave() {
        client.close();
        link.close();
    }
}
