package io.raftelection.curator;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.CuratorEventType;
import org.apache.curator.framework.api.CuratorListener;
import org.apache.curator.framework.recipes.leader.CancelLeadershipException;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListener;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;

/**
 * Reports the leadership of one selector, and calls the user's listener. It throws only what that listener throws.
 *
 * <pre>
 * takeLeadership begins                        asks for the participants
 * the answer                                   acquired with the token of the first one
 * takeLeadership ends                          lost; acquired before, if there was no answer yet
 * the user's listener cancels its leadership   lost
 * LOST                                         lost; the view: no leader
 * the connection is interrupted                the view: no leader, unless it leads
 * the connection is there again                asks for the participants
 * CLOSING                                      lost, unless reported before; the end
 * </pre>
 */
final class SelectorLeadershipListener implements LeaderSelectorListener, CuratorListener {
    static final String NODE_PREFIX = "lock-";

    private final CuratorFramework root;
    private final LeaderSelectorListener users;
    private final CuratorReports reports;
    private final ParticipantQueue participants;

    /** The name of this server, while it is in the queue. */
    private volatile Set<Optional<ServerId>> ownNames = Set.of();

    private final ConnectionStateListener connection = (source, state) -> connectionChanged(state);

    /** Creates a listener; {@code root} is the client behind all facades. */
    SelectorLeadershipListener(
            CuratorFramework root,
            CuratorFramework client,
            String path,
            LeaderSelectorListener users,
            LeadershipSink sink,
            ParticipantNames names) {
        this.root = root;
        this.users = users;
        this.reports = new CuratorReports(sink, this::isOwn);
        this.participants = new ParticipantQueue(client, path, NODE_PREFIX, names, this::changed);
    }

    LeaderSelectorListener users() {
        return users;
    }

    /** Adds it to the client. */
    void start() {
        root.getCuratorListenable().addListener(this);
        root.getConnectionStateListenable().addListener(connection);
        if (root.getZookeeperClient().isConnected()) {
            participants.ask();
        }
    }

    /** Runs on the selector's own thread. Its lock is the first of the queue, and ZooKeeper answers in order. */
    @Override
    public void takeLeadership(CuratorFramework client) throws Exception {
        reports.leads();
        participants.ask();
        try {
            users.takeLeadership(client);
        } finally {
            reports.hasLost("");
        }
    }

    /** Whether a participant is this server. A node of an earlier session of it may still be there. */
    private boolean isOwn(Participant participant) {
        return participant.isOwn() || ownNames.contains(participant.name());
    }

    private void changed(List<Participant> queue) {
        ownNames = queue.stream()
                .filter(Participant::isOwn)
                .map(Participant::name)
                .collect(Collectors.toUnmodifiableSet());
        queue.stream().findFirst().filter(Participant::isOwn).ifPresent(first -> reports.token(first.token()));
        reports.queue(queue);
    }

    @Override
    public void stateChanged(CuratorFramework client, ConnectionState state) {
        try {
            users.stateChanged(client, state);
        } catch (CancelLeadershipException e) {
            reports.hasLost(words(state));
            throw e;
        }
    }

    private void connectionChanged(ConnectionState state) {
        if (state.isConnected()) {
            participants.ask();
            return;
        }
        participants.forget();
        if (state == ConnectionState.LOST) {
            reports.hasLost(words(state)); // the session has ended, and the selector's lock with it
        }
        reports.disconnected();
    }

    private static String words(ConnectionState state) {
        return "connection " + state.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void eventReceived(CuratorFramework source, CuratorEvent event) {
        if (event.getType() == CuratorEventType.CLOSING) {
            reports.end("client closed");
            participants.end();
            root.getCuratorListenable().removeListener(this);
            root.getConnectionStateListenable().removeListener(connection);
        }
    }
}
