package io.raftelection.jgroups;

import io.raftelection.ServerId;
import io.raftelection.spi.DelegatingProxy;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.LeadershipSink;
import java.util.Objects;
import java.util.function.Function;
import org.jgroups.JChannel;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.election.BaseElection;
import org.jgroups.raft.StateMachine;
import org.jgroups.stack.Protocol;
import org.jgroups.stack.ProtocolStack;
import org.jgroups.stack.ProtocolStack.Position;

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
 * <p><b>The view</b> of a server that does not lead has no callback. The adapter inserts a protocol below the election
 * which passes everything on. It reads leader and term after the messages that can change them.
 *
 * <p><b>Ready</b> is the commit of the first entry of the term. A leader of jgroups-raft appends no entry of its own,
 * so it is ready when its first command is committed. The adapter notices that when the leader sends its commit index
 * to other servers, within the {@code resend_interval}; {@link #withReadiness} reports it at once.
 *
 * <p><b>The members</b> are those of {@code RAFT}, which changes them when it applies the entry. jgroups-raft keeps no
 * list of learners, so none are reported.
 *
 * <p>The engine calls the user's listeners as before: in the order in which they were added, and it drops their
 * exceptions. A listener that was added before this one and blocks delays the reports and the engine.
 */
public final class JGroupsRaftLeadership {
    private JGroupsRaftLeadership() {}

    /**
     * Reports a server's leadership to a sink, as long as the channel is used. The channel may be disconnected and
     * connected again. The names of the other servers are their raft ids, with question marks for what a name may not
     * contain.
     *
     * @param channel a channel with {@code RAFT} in its stack, connected or not. If it is connected, the present state
     *     is reported at once
     * @param sink receives the reports, on the engine's own threads and under its lock; it only records them
     * @throws IllegalArgumentException if {@code RAFT} is not in its stack
     */
    public static void attach(JChannel channel, LeadershipSink sink) {
        attach(raft(channel), sink, RaftIds.RAFT_IDS, channel.isConnected());
    }

    /**
     * Reports a server's leadership to a sink, as {@link #attach(JChannel, LeadershipSink)} does.
     *
     * @param channel a channel with {@code RAFT} in its stack, connected or not
     * @param sink receives the reports, on the engine's own threads and under its lock; it only records them
     * @param names returns the name of the server with a raft id, as the tracker knows it. It runs on the engine's
     *     threads when the leader or the members change, so it must return at once. If it throws or returns null, the
     *     name is the raft id
     * @throws IllegalArgumentException if {@code RAFT} is not in its stack
     */
    public static void attach(JChannel channel, LeadershipSink sink, Function<? super String, ServerId> names) {
        attach(
                raft(channel),
                sink,
                new RaftIds(Objects.requireNonNull(names, "names: is null")),
                channel.isConnected());
    }

    /**
     * Reports a server's leadership to a sink, as long as its stack is used. The names of the other servers are their
     * raft ids, as in {@link #attach(JChannel, LeadershipSink)}.
     *
     * @param raft a {@code RAFT} in a stack of protocols, with or without a channel, started or not
     * @param sink receives the reports, on the engine's own threads and under its lock; it only records them
     * @throws IllegalArgumentException if it is in no stack
     */
    public static void attach(RAFT raft, LeadershipSink sink) {
        Objects.requireNonNull(raft, "raft: is null");
        attach(raft, sink, RaftIds.RAFT_IDS, raft.getAddress() != null);
    }

    /**
     * Reports a server's leadership to a sink, as {@link #attach(RAFT, LeadershipSink)} does.
     *
     * @param raft a {@code RAFT} in a stack of protocols, with or without a channel, started or not
     * @param sink receives the reports, on the engine's own threads and under its lock; it only records them
     * @param names returns the name of the server with a raft id, as in {@link #attach(JChannel, LeadershipSink,
     *     Function)}
     * @throws IllegalArgumentException if it is in no stack
     */
    public static void attach(RAFT raft, LeadershipSink sink, Function<? super String, ServerId> names) {
        Objects.requireNonNull(raft, "raft: is null");
        Objects.requireNonNull(names, "names: is null");
        attach(raft, sink, new RaftIds(names), raft.getAddress() != null);
    }

    private static void attach(RAFT raft, LeadershipSink sink, RaftIds names, boolean isConnected) {
        Objects.requireNonNull(sink, "sink: is null");
        stack(raft);
        var reports = new RaftReports(raft, sink, names);
        insert(raft, reports);
        synchronized (RaftStateLock.of(raft)) {
            raft.addRoleListener(reports);
            if (isConnected) {
                reports.attached();
            }
        }
        if (isConnected) {
            reports.configurationFromOutside();
        }
    }

    private static ProtocolStack stack(RAFT raft) {
        var stack = raft.getProtocolStack();
        if (stack == null) {
            throw new IllegalArgumentException("RAFT " + raft.raftId() + ": is in no stack, expected one that is");
        }
        return stack;
    }

    private static void insert(RAFT raft, RaftReports reports) {
        BaseElection election = RAFT.findProtocol(BaseElection.class, raft, true);
        Protocol above = election == null ? raft : election;
        var protocol = new LeadershipProtocol(raft, election == null ? 0 : election.getId(), reports);
        protocol.setProtocolStack(stack(raft));
        stack(raft).insertProtocolInStack(protocol, above, Position.BELOW);
    }

    /**
     * {@return a state machine that delegates to the user's, and reports at once when the server may serve} It reports
     * after the user's state machine has applied a command of the new term, so it has then applied all earlier ones,
     * too.
     *
     * @param stateMachine the user's state machine
     * @param channel the channel of the same server, to which a sink was attached
     * @throws IllegalArgumentException if no sink was attached to it
     */
    public static StateMachine withReadiness(StateMachine stateMachine, JChannel channel) {
        return withReadiness(stateMachine, raft(channel));
    }

    /**
     * {@return a state machine that delegates to the user's, and reports at once when the server may serve} It is the
     * same as {@link #withReadiness(StateMachine, JChannel)}, also without a channel.
     *
     * @param stateMachine the user's state machine
     * @param raft the {@code RAFT} of the same server, to which a sink was attached
     * @throws IllegalArgumentException if no sink was attached to it
     */
    public static StateMachine withReadiness(StateMachine stateMachine, RAFT raft) {
        Objects.requireNonNull(stateMachine, "stateMachine: is null");
        Objects.requireNonNull(raft, "raft: is null");
        var attached = stack(raft).getProtocols().stream()
                .filter(LeadershipProtocol.class::isInstance)
                .map(LeadershipProtocol.class::cast)
                .toList();
        if (attached.isEmpty()) {
            throw new IllegalArgumentException("RAFT " + raft.raftId() + ": was never attached, expected one that was");
        }
        return DelegatingProxy.of(StateMachine.class, stateMachine, (method, args) -> {
            try {
                return DelegatingProxy.call(stateMachine, method, args);
            } finally {
                if (method.getName().equals("apply")) {
                    attached.forEach(LeadershipProtocol::applied);
                }
            }
        });
    }

    /**
     * {@return a probe for a {@link io.raftelection.Watchdog}, which compares a server with what was reported of it}
     *
     * <p>It asks {@code RAFT} for its leader and its term. It waits for the lock of its state and sends no message. The
     * engine calls the listeners under the same lock, so a report is late only if a listener that was added before
     * blocks.
     *
     * <pre>{@code
     * watchdog.watch(s1, JGroupsRaftLeadership.probe(s1, channel));
     * }</pre>
     *
     * @param id the name of the server in the tracker
     * @param channel a channel with {@code RAFT} in its stack; it cannot be asked while it is not connected
     * @throws IllegalArgumentException if {@code RAFT} is not in its stack
     */
    public static LeadershipProbe probe(ServerId id, JChannel channel) {
        return probe(id, raft(channel));
    }

    /**
     * {@return a probe as {@link #probe(ServerId, JChannel)} returns it, also for a server without a channel}
     *
     * @param id the name of the server in the tracker
     * @param raft a {@code RAFT} in a stack of protocols; it cannot be asked while it has no address
     */
    public static LeadershipProbe probe(ServerId id, RAFT raft) {
        return new RaftProbe(Objects.requireNonNull(id, "id: is null"), Objects.requireNonNull(raft, "raft: is null"));
    }

    private static RAFT raft(JChannel channel) {
        Objects.requireNonNull(channel, "channel: is null");
        RAFT raft = channel.getProtocolStack().findProtocol(RAFT.class);
        if (raft == null) {
            throw new IllegalArgumentException("channel " + channel.getName() + ": has no RAFT in its stack");
        }
        return raft;
    }
}
