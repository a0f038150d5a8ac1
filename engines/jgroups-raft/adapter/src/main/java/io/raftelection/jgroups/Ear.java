package io.raftelection.jgroups;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.spi.LeadershipSink;
import org.jgroups.ChannelListener;
import org.jgroups.JChannel;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.Role;

/**
 * What one server's callbacks say about its leadership. It never throws, and waits for nothing but itself.
 *
 * <pre>
 * roleChanged(Leader)        acquired, unless the channel has ended
 * roleChanged(other)         lost
 * channelDisconnected        lost, if it was never told
 * channelClosed              the same
 * </pre>
 */
final class Ear implements RAFT.RoleChange, ChannelListener {
    private static final String CLOSED = "channel closed";

    private final JChannel channel;
    private final RAFT raft;
    private final LeadershipSink sink;

    @GuardedBy("this")
    private boolean leads;

    Ear(JChannel channel, RAFT raft, LeadershipSink sink) {
        this.channel = channel;
        this.raft = raft;
        this.sink = sink;
    }

    /** Under the lock of the engine's state, which therefore is taken before this one's, and never after. */
    @Override
    public synchronized void roleChanged(Role role) {
        if (role != Role.Leader) {
            lost("");
        } else if (!leads && (channel.isConnected() || channel.isConnecting())) {
            leads = true;
            sink.acquired(raft.currentTerm());
        }
    }

    @Override
    public void channelDisconnected(JChannel ended) {
        lost(CLOSED);
    }

    @Override
    public void channelClosed(JChannel ended) {
        lost(CLOSED);
    }

    private synchronized void lost(String reason) {
        if (leads) {
            leads = false;
            sink.lost(reason);
        }
    }
}
