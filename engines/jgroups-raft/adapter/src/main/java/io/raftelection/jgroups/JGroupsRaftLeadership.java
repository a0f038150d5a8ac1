package io.raftelection.jgroups;

import io.raftelection.spi.LeadershipSink;
import java.util.Objects;
import org.jgroups.JChannel;
import org.jgroups.protocols.raft.RAFT;

/**
 * Attaches a tracker to a server of jgroups-raft, whose role listeners and state machine stay as they are:
 *
 * <pre>{@code
 * JGroupsRaftLeadership.attach(channel, tracker.track(ServerId.of("s1")));
 * }</pre>
 *
 * <p><b>Acquired</b> is the role {@code Leader}: the votes are in. The term is read from the protocol {@code RAFT}
 * inside that callback, which carries none; it cannot change meanwhile, for the callback comes under the lock that
 * guards it.
 *
 * <p><b>Lost</b> is any other role, or the end of the channel. What {@code RAFT} says after that, as an election that
 * is still under way then may make it do, is no leadership.
 *
 * <p>The user's listeners are called as before: in the order in which they were added, and what they throw is dropped
 * by the engine. One that was added before this and blocks holds up what is told here, and the engine with it.
 */
public final class JGroupsRaftLeadership {
    private JGroupsRaftLeadership() {}

    /**
     * Tells a sink of a server's leadership, for as long as the channel is used: it may be disconnected and connected
     * again.
     *
     * @param channel with {@code RAFT} in its stack, not connected yet: the engine's list of listeners is safe for one
     *     thread only
     * @param sink is told, on the engine's own thread and under its lock, where it only takes note
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
        var ear = new Ear(channel, raft, sink);
        raft.addRoleListener(ear);
        channel.addChannelListener(ear);
    }

    private static boolean isIdle(JChannel channel) {
        return !channel.isConnected() && !channel.isConnecting();
    }
}
