package io.raftelection.curator;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.LeadershipSink;
import java.util.Objects;
import java.util.function.Function;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListener;

/**
 * Attaches a tracker to a leader latch or a leader selector. The listeners of a latch do not change:
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
 * <p><b>Ready</b> is reported with the acquisition, because a leader of Curator has no log.
 *
 * <p><b>The view</b> of a participant that does not lead is the first participant in ZooKeeper's queue. It has no term.
 * While the connection is interrupted, it has no leader. <b>The members</b> are the participants. The adapter watches
 * them, so each change costs each server one read in the background.
 *
 * <p><b>A selector</b> leads while {@code takeLeadership} runs. It loses leadership earlier if its listener cancels the
 * leadership because of the connection, and if the session has ended ({@code LOST}).
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
     * another client. The names of the other servers are the ids of the participants, with question marks for what a
     * name may not contain.
     *
     * @param client the client that the latch was created with, or a client with another namespace that was derived
     *     from it
     * @param latch the latch, started or not
     * @param sink receives the reports, on the client's threads and under the latch's lock; it only records them
     * @throws IllegalArgumentException if the latch was made with another client; then nothing is attached
     */
    public static void attach(CuratorFramework client, LeaderLatch latch, LeadershipSink sink) {
        attach(client, latch, sink, ParticipantNames.IDS);
    }

    /**
     * Reports a latch's leadership to a sink, as {@link #attach(CuratorFramework, LeaderLatch, LeadershipSink)} does.
     *
     * @param client the client that the latch was created with, or a client with another namespace that was derived
     *     from it
     * @param latch the latch, started or not
     * @param sink receives the reports, on the client's threads and under the latch's lock; it only records them
     * @param names returns the name of the server with a participant's id, as the tracker knows it. It runs on the
     *     client's thread once per participant, so it must return at once. If it throws or returns null, the name is
     *     the id
     * @throws IllegalArgumentException if the latch was made with another client; then nothing is attached
     */
    public static void attach(
            CuratorFramework client, LeaderLatch latch, LeadershipSink sink, Function<? super String, ServerId> names) {
        attach(client, latch, sink, new ParticipantNames(Objects.requireNonNull(names, "names: is null")));
    }

    private static void attach(
            CuratorFramework client, LeaderLatch latch, LeadershipSink sink, ParticipantNames names) {
        Objects.requireNonNull(client, "client: is null");
        Objects.requireNonNull(latch, "latch: is null");
        Objects.requireNonNull(sink, "sink: is null");
        var root = root(client);
        checkIsOf(latch, client);
        var listener = new LatchLeadershipListener(root, client, latch, sink, names);
        listener.start();
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

    private static CuratorFramework root(CuratorFramework client) {
        return LatchClient.root(client)
                .orElseThrow(() -> new IllegalArgumentException("client "
                        + client.getClass().getName() + ": is a facade, expected the client that it was made from"));
    }

    /**
     * {@return a listener for a selector that reports to the sink and calls the user's listener} The names of the other
     * servers are the ids of the participants.
     *
     * <pre>{@code
     * new LeaderSelector(client, path, CuratorLeadership.attach(client, path, listener, sink))
     * }</pre>
     *
     * <p>Call it once per selector. The reports end when the client is closed, since a selector does not report that it
     * was closed; until then its view goes on. Selectors of several servers need a client each.
     *
     * @param client the client of the selector
     * @param path the path of the selector
     * @param listener the user's listener
     * @param sink receives the reports, on the threads of the client and of the selector; it only records them
     */
    public static LeaderSelectorListener attach(
            CuratorFramework client, String path, LeaderSelectorListener listener, LeadershipSink sink) {
        return attach(client, path, listener, sink, ParticipantNames.IDS);
    }

    /**
     * {@return a listener for a selector that reports to the sink and calls the user's listener} See
     * {@link #attach(CuratorFramework, String, LeaderSelectorListener, LeadershipSink)}.
     *
     * @param client the client of the selector
     * @param path the path of the selector
     * @param listener the user's listener
     * @param sink receives the reports, on the threads of the client and of the selector; it only records them
     * @param names returns the name of the server with a participant's id, as in {@link #attach(CuratorFramework,
     *     LeaderLatch, LeadershipSink, Function)}
     */
    public static LeaderSelectorListener attach(
            CuratorFramework client,
            String path,
            LeaderSelectorListener listener,
            LeadershipSink sink,
            Function<? super String, ServerId> names) {
        return attach(
                client, path, listener, sink, new ParticipantNames(Objects.requireNonNull(names, "names: is null")));
    }

    private static LeaderSelectorListener attach(
            CuratorFramework client,
            String path,
            LeaderSelectorListener listener,
            LeadershipSink sink,
            ParticipantNames names) {
        Objects.requireNonNull(client, "client: is null");
        Objects.requireNonNull(path, "path: is null");
        Objects.requireNonNull(listener, "listener: is null");
        Objects.requireNonNull(sink, "sink: is null");
        var attached = new SelectorLeadershipListener(root(client), client, path, listener, sink, names);
        attached.start();
        return attached;
    }

    /**
     * {@return a probe for a {@link io.raftelection.Watchdog}, which compares a latch with what was reported of it}
     *
     * <p>It asks the latch whether it has leadership. It takes no lock and sends no message. The adapter reports an
     * acquisition when ZooKeeper has answered with its token, so it is late if that takes longer than the watchdog's
     * interval. A latch that is closed cannot be asked.
     *
     * <pre>{@code
     * watchdog.watch(s1, CuratorLeadership.probe(s1, latch));
     * }</pre>
     *
     * @param id the name of the server in the tracker
     * @param latch the latch
     */
    public static LeadershipProbe probe(ServerId id, LeaderLatch latch) {
        return new LatchProbe(
                Objects.requireNonNull(id, "id: is null"), Objects.requireNonNull(latch, "latch: is null"));
    }

    /**
     * {@return a probe for a {@link io.raftelection.Watchdog}, which compares a selector with what was reported of it}
     *
     * <p>It asks the selector whether it has leadership. A selector says so as long as {@code takeLeadership} runs,
     * also after its session has ended. So while it says so, the probe asks ZooKeeper whether the first node is of the
     * client's session: that is two small reads, which the client repeats by its retry policy. Without a connection,
     * the selector cannot be asked. If {@code takeLeadership} goes on after the listener has cancelled the leadership,
     * and the session lives, the selector still leads, although the loss was reported; that is found.
     *
     * <pre>{@code
     * watchdog.watch(s1, CuratorLeadership.probe(s1, client, path, selector));
     * }</pre>
     *
     * @param id the name of the server in the tracker
     * @param client the client of the selector
     * @param path the path of the selector
     * @param selector the selector
     */
    public static LeadershipProbe probe(ServerId id, CuratorFramework client, String path, LeaderSelector selector) {
        return new SelectorProbe(
                Objects.requireNonNull(id, "id: is null"),
                Objects.requireNonNull(client, "client: is null"),
                Objects.requireNonNull(path, "path: is null"),
                Objects.requireNonNull(selector, "selector: is null"));
    }

    /**
     * {@return the user's own listener}
     *
     * @param attached what {@code attach} returned for a selector
     * @throws IllegalArgumentException if it was never attached
     */
    public static LeaderSelectorListener unwrap(LeaderSelectorListener attached) {
        Objects.requireNonNull(attached, "listener: is null");
        if (attached instanceof SelectorLeadershipListener listener) {
            return listener.users();
        }
        throw new IllegalArgumentException(
                "listener of " + attached.getClass().getName() + ": was never attached, expected what attach returned");
    }
}
