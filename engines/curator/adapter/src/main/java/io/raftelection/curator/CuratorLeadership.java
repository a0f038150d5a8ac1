package io.raftelection.curator;

import io.raftelection.spi.LeadershipSink;
import java.util.Objects;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;

/**
 * Attaches a tracker to a leader latch. The listeners of the latch do not change:
 *
 * <pre>{@code
 * CuratorLeadership.attach(client, latch, tracker.track(ServerId.of("s1")));
 * }</pre>
 *
 * <p><b>Acquired</b> is {@code isLeader}; a latch that already leads is reported when it is attached. <b>Lost</b> is
 * {@code notLeader}. The adapter also reports two losses that Curator does not report. A latch that is closed in its
 * usual mode, {@code SILENT}, loses leadership when ZooKeeper has answered the deletion of its node. A client that is
 * closed loses it at once.
 *
 * <p><b>There is no term</b>: a latch has none. <b>The fencing token</b> is the transaction by which ZooKeeper created
 * the latch's node ({@code czxid}). It rises whenever another server leads, even after the parent node was removed. A
 * server that lost its connection leads again with the same token if its node still exists. The token starts again only
 * if an empty ensemble replaces the whole ZooKeeper ensemble. The adapter reports an acquisition when ZooKeeper has
 * answered with the token. If ZooKeeper does not answer, or leadership ends before, the acquisition has no token.
 *
 * <p>Curator calls the user's listeners as before: it promises no order, and it logs their exceptions. A listener that
 * has no executor and blocks may delay the reports and the client.
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
     * Reports a latch's leadership to a sink, until the latch or the client is closed. It may be called at any time,
     * and must be called for each latch. The same sink may be used again for the next latch of that server, also with
     * another client.
     *
     * @param client the client that the latch was created with, or a client with another namespace that was derived
     *     from it
     * @param latch the latch, started or not
     * @param sink receives the reports, on the client's threads and under the latch's lock; it only records them
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
        var listener = new CuratorLeadershipListener(root, latch, sink);
        root.getCuratorListenable().addListener(listener);
        synchronized (latch) { // it calls listeners under this lock, so no change is missed
            latch.addListener(listener);
            if (latch.hasLeadership()) {
                listener.isLeader();
                if (!latch.hasLeadership()) {
                    listener.notLeader(); // for a Curator that calls listeners under another lock
                }
            }
        }
    }
}
