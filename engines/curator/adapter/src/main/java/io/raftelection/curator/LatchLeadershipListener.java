package io.raftelection.curator;

import io.raftelection.spi.LeadershipSink;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.CuratorEventType;
import org.apache.curator.framework.api.CuratorListener;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatch.State;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;

/**
 * Reports the leadership of one latch from its callbacks and those of its client. It never throws.
 *
 * <pre>
 * isLeader                              acquired with the token, if it is known; else asks for it
 * the answer                            acquired
 * notLeader                             lost; acquired before, if there was no answer yet
 * any event, the latch is closed        lost, unless reported before; the end
 * CLOSING                               the same
 * the connection is there again         asks for the participants
 * the connection is interrupted         the view: no leader
 * </pre>
 */
final class LatchLeadershipListener implements LeaderLatchListener, CuratorListener, ConnectionStateListener {
    private static final String NODE_PREFIX = "latch-";

    private final CuratorFramework root;
    private final CuratorFramework client;
    private final LeaderLatch latch;
    private final CuratorReports reports;
    private final Optional<ParticipantQueue> participants;

    /** Creates a listener; {@code root} is the client behind all facades. */
    LatchLeadershipListener(
            CuratorFramework root,
            CuratorFramework given,
            LeaderLatch latch,
            LeadershipSink sink,
            ParticipantNames names) {
        this.root = root;
        this.client = LatchClient.of(latch).orElse(given);
        this.latch = latch;
        var own = names.of(latch.getId());
        // A node of an earlier session of this server may still be there, so that its name counts.
        this.reports =
                new CuratorReports(sink, participant -> participant.name().equals(own));
        this.participants = LatchClient.path(latch)
                .map(path -> new ParticipantQueue(client, path, NODE_PREFIX, names, this::changed));
    }

    /** Adds it to the client. */
    void start() {
        root.getCuratorListenable().addListener(this);
        root.getConnectionStateListenable().addListener(this);
        if (root.getZookeeperClient().isConnected()) {
            participants.ifPresent(ParticipantQueue::ask);
        }
    }

    /** Runs under the latch's lock, so that lock is always taken before those of this package. */
    @Override
    public void isLeader() {
        reports.leads();
        var path = latch.getLastPathIsLeader();
        long token = participants.map(queue -> queue.token(path)).orElse(CuratorReports.NO_TOKEN);
        if (token != CuratorReports.NO_TOKEN) {
            reports.token(token);
            return;
        }
        try {
            client.checkExists()
                    .inBackground((same, event) -> answered(path, event))
                    .forPath(path);
        } catch (Exception e) {
            reports.token(CuratorReports.NO_TOKEN);
        }
    }

    private void answered(String path, CuratorEvent event) {
        if (path.equals(latch.getLastPathIsLeader())) { // otherwise it leads with another node by now
            var node = event.getStat();
            reports.token(node == null ? CuratorReports.NO_TOKEN : node.getCzxid());
        }
    }

    @Override
    public void notLeader() {
        reports.hasLost("");
    }

    private void changed(List<Participant> queue) {
        if (latch.getState() == State.CLOSED) {
            end("latch closed");
        } else {
            reports.queue(queue);
        }
    }

    @Override
    public void eventReceived(CuratorFramework source, CuratorEvent event) {
        if (event.getType() == CuratorEventType.CLOSING) {
            end("client closed");
        } else if (latch.getState() == State.CLOSED) {
            end("latch closed");
        }
    }

    @Override
    public void stateChanged(CuratorFramework source, ConnectionState state) {
        if (state.isConnected()) {
            participants.ifPresent(ParticipantQueue::ask);
        } else {
            participants.ifPresent(ParticipantQueue::forget);
            reports.disconnected();
        }
    }

    private void end(String reason) {
        reports.end(reason);
        participants.ifPresent(ParticipantQueue::end);
        root.getCuratorListenable().removeListener(this);
        root.getConnectionStateListenable().removeListener(this);
    }
}
