package io.raftelection.curator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.recipes.locks.LockInternals;
import org.apache.curator.framework.recipes.locks.StandardLockInternalsDriver;
import org.apache.curator.utils.ZKPaths;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The participants of an election, in the order in which they will lead. It watches their parent node, so each change
 * costs one read in the background, and each new participant another one, once. It never waits and never throws. It
 * calls its listener without a lock, on the thread that receives ZooKeeper's answers.
 *
 * <pre>
 * ask             reads the nodes and watches them
 * the nodes       reads those that are new; if there are none: the listener
 * their data      the listener, when all are known and no later read was started
 * no parent node  the listener, with no participants; watches for the parent node
 * a watch         ask
 * </pre>
 */
final class ParticipantQueue implements Watcher {
    private final CuratorFramework client;
    private final String path;
    private final String nodePrefix;
    private final ParticipantNames names;
    private final Consumer<List<Participant>> listener;

    /** How many reads were started. Only the answer to the latest one counts. */
    @GuardedBy("this")
    private long asked;

    /** The names of the nodes, as the latest answer says. */
    @GuardedBy("this")
    private List<String> order = List.of();

    @GuardedBy("this")
    private final Map<String, Participant> known = new HashMap<>();

    @GuardedBy("this")
    private boolean hasEnded;

    ParticipantQueue(
            CuratorFramework client,
            String path,
            String nodePrefix,
            ParticipantNames names,
            Consumer<List<Participant>> listener) {
        this.client = client;
        this.path = path;
        this.nodePrefix = nodePrefix;
        this.names = names;
        this.listener = listener;
    }

    /** Reads the participants. */
    void ask() {
        long question;
        synchronized (this) {
            if (hasEnded) {
                return;
            }
            question = ++asked;
        }
        try {
            client.getChildren()
                    .usingWatcher(this)
                    .inBackground((same, event) -> answered(question, event))
                    .forPath(path);
        } catch (Exception e) {
            // the client is not started yet, or closed: it asks again when it is connected
        }
    }

    /** {@return the transaction that created a node; negative if it is not known here} */
    synchronized long token(@Nullable String nodePath) {
        var participant = nodePath == null ? null : known.get(ZKPaths.getNodeFromPath(nodePath));
        return participant == null ? CuratorReports.NO_TOKEN : participant.token();
    }

    private void answered(long question, CuratorEvent event) {
        if (event.getResultCode() == Code.OK.intValue()) {
            var nodes = LockInternals.getSortedChildren(
                    nodePrefix, StandardLockInternalsDriver::standardFixForSorting, event.getChildren());
            accept(question, nodes).forEach(node -> read(question, node));
            publish(question);
        } else if (event.getResultCode() == Code.NONODE.intValue()) {
            accept(question, List.of());
            publish(question);
            awaitParent();
        }
    }

    /** Notes the nodes. {@return those whose data is not known} */
    private synchronized List<String> accept(long question, List<String> nodes) {
        if (question != asked) {
            return List.of();
        }
        order = nodes;
        known.keySet().retainAll(nodes);
        var unknown = new ArrayList<>(nodes);
        unknown.removeAll(known.keySet());
        return unknown;
    }

    private void read(long question, String node) {
        try {
            client.getData()
                    .inBackground((same, event) -> hasRead(question, node, event))
                    .forPath(ZKPaths.makePath(path, node));
        } catch (Exception e) {
            // as above
        }
    }

    /** Notes the data of a node. If the node is gone, the watch starts another read. */
    private void hasRead(long question, String node, CuratorEvent event) {
        var stat = event.getStat();
        if (event.getResultCode() != Code.OK.intValue() || stat == null) {
            return;
        }
        boolean isOwn;
        try {
            isOwn = stat.getEphemeralOwner()
                    == client.getZookeeperClient().getZooKeeper().getSessionId();
        } catch (Exception e) {
            return; // the connection is interrupted: it asks again when it is there again
        }
        var participant = new Participant(
                node, names.of(new String(event.getData(), StandardCharsets.UTF_8)), stat.getCzxid(), isOwn);
        synchronized (this) {
            known.put(node, participant);
        }
        publish(question);
    }

    private void publish(long question) {
        var queue = new ArrayList<Participant>();
        synchronized (this) {
            if (question != asked || hasEnded) {
                return;
            }
            for (var node : order) {
                var participant = known.get(node);
                if (participant == null) {
                    return;
                }
                queue.add(participant);
            }
        }
        listener.accept(queue);
    }

    private void awaitParent() {
        try {
            client.checkExists()
                    .usingWatcher(this)
                    .inBackground((same, event) -> {
                        if (event.getStat() != null) {
                            ask();
                        }
                    })
                    .forPath(path);
        } catch (Exception e) {
            // as above
        }
    }

    @Override
    public void process(WatchedEvent event) {
        if (event.getType() != EventType.None) {
            ask();
        }
    }

    /** Drops the answer to a read that is under way, because the connection is interrupted. */
    synchronized void forget() {
        asked++;
    }

    synchronized void end() {
        hasEnded = true;
    }
}
