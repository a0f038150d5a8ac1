package io.raftelection.curator;

import io.raftelection.spi.LeadershipSink;
import java.util.Objects;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;

/**
 * Attaches a tracker to a leader latch, whose listeners stay as they are:
 *
 * <pre>{@code
 * CuratorLeadership.attach(client, latch, tracker.track(ServerId.of("s1")));
 * }</pre>
 *
 * <p><b>Acquired</b> is {@code isLeader}, or that the latch leads when this is attached. <b>Lost</b> is
 * {@code notLeader}. Two losses are told that Curator keeps to itself: a latch that is closed in its usual mode,
 * {@code SILENT}, has lost leadership once the deletion of its node was answered, and a client that is closed has lost
 * it at once.
 *
 * <p><b>There is no term</b>: a latch has none. <b>The fencing token</b> is the transaction by which ZooKeeper created
 * the latch's node ({@code czxid}). It rises whenever another server leads, also after the parent node was removed; a
 * server that lost its connection and found its node still there leads again with the same one. It starts again only
 * where the whole ZooKeeper ensemble is replaced by an empty one. An acquisition is reported when ZooKeeper has
 * answered with the token; if it cannot answer, or leadership ends before, there is none.
 *
 * <p>The user's listeners are called as before: in no order that Curator promises, and what they throw is logged by it.
 * One without an executor that blocks may hold up what is told here, and the client with it.
 */
public final class CuratorLeadership {
    private CuratorLeadership() {}

    private static void checkIsOf(LeaderLatch latch, CuratorFramework client) {
        var own = LatchClient.of(latch);
        if (own.isPresent() && own.get().getZookeeperClient() != client.getZookeeperClient()) {
            throw new IllegalArgumentException("client: is another one than that of the latch with id \""
                    + latch.getId() + "\", expected the one that the latch was made with");
        }
    }

    /**
     * Reports a latch's leadership to a sink, until the latch or the client is closed. At any time, for each latch
     * anew; the same sink may be used again for the next latch of that server, also with another client.
     *
     * @param client the one that the latch was made with, or one with another namespace that was made from the same
     * @param latch started or not
     * @param sink where leadership is reported, on the client's threads and under the latch's lock, where it only takes
     *     note
     * @throws IllegalArgumentException if the latch was made with another client; then nothing is attached
     */
    public static void attach(CuratorFramework client, LeaderLatch latch, LeadershipSink sink) {
        Objects.requireNonNull(client, "client: is null");
        Objects.requireNonNull(latch, "latch: is null");
        Objects.requireNonNull(sink, "sink: is null");
        var root = LatchClient.root(client)
                .orElseThrow(() -> new IllegalArgumentException("client "
                        + client.getClass().getName() + ": is a facade, expected the client that it was made from"));
        checkIsOf(latch, client);
        var ear = new Ear(root, latch, sink);
        root.getCuratorListenable().addListener(ear);
        synchronized (latch) { // under which it calls its listeners: nothing is missed between the two
            latch.addListener(ear);
            if (latch.hasLeadership()) {
                ear.isLeader();
                if (!latch.hasLeadership()) {
                    ear.notLeader(); // also where a Curator calls its listeners under another lock
                }
            }
        }
    }
}
