package io.raftelection.jgroups;

import io.raftelection.spi.LeadershipSink;
import java.util.Objects;
import org.jgroups.JChannel;
import org.jgroups.protocols.raft.RAFT;

/**
 * Attaches a tracker to a server of jgroups-raft. Its role listeners and its state machine do not change:
 *
 * <pre>{@code
 * JGroupsRaftLeadership.attach(channel, tracker.track(ServerId.of("s1")));
 * }</pre>
 *
 * <p><b>Acquired</b> is the role {@code Leader}: the server has won the election. The callback carries no term, so the
 * adapter reads it from the protocol {@code RAFT} inside the callback. The term cannot change meanwhile, because the
 * engine holds the lock that guards it.
 *
 * <p><b>Lost</b> is any other role, or the end of the channel. An election that is still under way may make
 * {@code RAFT} report a role after that; the adapter ignores it.
 *
 * <p>The engine calls the user's listeners as before: in the order in which they were added, and it drops their
 * exceptions. A listener that was added before this one and blocks delays the reports and the engine.
 */
public final class JGroupsRaftLeadership {
    private JGroupsRaftLeadership() {}

    /**
     * Reports a server's leadership to a sink, as long as the channel is used. The channel may be disconnected and
     * connected again.
     *
     * @param channel a channel with {@code RAFT} in its stack that is not connected yet, because the engine's list of
     *     listeners is not thread-safe
     * @param sink receives the reports, on the engine's own thread and under its lock; it only records them
     * @throws IllegalArgumentException if {@code RAFT} is not in its stack
     * @throws IllegalStateException if it is connected
     */
    public static void attach(JChannel channel, LeadershipSink sink) {
        Objects.requireNonNull(channel, "channel: is null");
        Objects.requireNonNull(sink, "sink: is null");
        RAFT raft = channel.getProtocolStack().findProtocol(RAFT.class);
        if (raft == null) {
            throw new IllegalArgumentException("channel " + channel.getName() + ": has no RAFT in its stack");
        }
        if (!isIdle(channel)) {
            throw new IllegalStateException(
                    "channel " + channel.getName() + ": is connected, expected one that is not");
        }
        var listener = new JGroupsRaftLeadershipListener(channel, raft, sink);
        raft.addRoleListener(listener);
        channel.addChannelListener(listener);
    }

    private static boolean isIdle(JChannel channel) {
        return !channel.isConnected() && !channel.isConnecting();
    }
}
