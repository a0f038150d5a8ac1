package io.raftelection.jgroups;

import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;
import org.jgroups.ChannelListener;
import org.jgroups.JChannel;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.Role;

/**
 * Reports the leadership of one server from its callbacks. It never throws, and takes no lock except its own.
 *
 * <pre>
 * roleChanged(Leader)        acquired, unless the channel has ended
 * roleChanged(other)         lost
 * channelDisconnected        lost, unless reported before
 * channelClosed              the same
 * </pre>
 */
final class JGroupsRaftLeadershipListener implements RAFT.RoleChange, ChannelListener {
    private static final String CLOSED = "channel closed";

    private final JChannel channel;
    private final RAFT raft;
    private final LeadershipReporter reporter;

    JGroupsRaftLeadershipListener(JChannel channel, RAFT raft, LeadershipSink sink) {
        this.channel = channel;
        this.raft = raft;
        this.reporter = new LeadershipReporter(sink);
    }

    /**
     * Runs under the lock of the engine's state, so that lock is always taken before this object's. The channel cannot
     * end between the check and the report.
     */
    @Override
    public synchronized void roleChanged(Role role) {
        if (role != Role.Leader) {
            reporter.lost();
        } else if (channel.isConnected() || channel.isConnecting()) {
            reporter.acquired(raft.currentTerm());
        }
    }

    @Override
    public void channelDisconnected(JChannel ended) {
        ended();
    }

    @Override
    public void channelClosed(JChannel ended) {
        ended();
    }

    private synchronized void ended() {
        reporter.lost(CLOSED);
    }
}
