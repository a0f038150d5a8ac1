package io.raftelection.microraft;

import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.report.RaftNodeReportListener;
import io.microraft.statemachine.StateMachine;
import io.raftelection.ServerId;
import io.raftelection.spi.DelegatingProxy;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.LeadershipSink;
import java.util.Objects;
import java.util.function.Function;

/**
 * Attaches a tracker to a MicroRaft server. If the server has a report listener, it is called as before:
 *
 * <pre>{@code
 * .setRaftNodeReportListener(MicroRaftLeadership.attach(listener, tracker.track(ServerId.of("s1"))))
 * }</pre>
 *
 * <p><b>Acquired</b> is the first report that names the server a leader of a term. MicroRaft reports role and term as
 * one snapshot, so this is the term that the server has won.
 *
 * <p><b>Lost</b> is the first later report with another role, another term, or a terminated server. If a server
 * terminates without such a report, the loss is reported when MicroRaft notifies the server's components of the
 * termination. A repeated report counts once. A leader that is terminated first reports that it is a follower, so its
 * loss has no reason.
 *
 * <p><b>Ready</b> is the commit of the first entry of the term. A new leader appends the new term operation of its
 * state machine, but MicroRaft publishes no report when that is committed. {@link #withReadiness} reports it at once.
 * Without it, the next report does, which MicroRaft publishes periodically.
 *
 * <p><b>The view</b> of a server that does not lead is the leader and the term of the report, which MicroRaft replaces
 * as one object. <b>The members</b> are the committed group members.
 *
 * <p>Every report is passed on to the user's listener. MicroRaft receives and logs its exceptions. The same holds for
 * the calls of a listener that is {@code RaftNodeLifecycleAware}. The sink is called first, on the server's own thread.
 * It only records the report.
 */
public final class MicroRaftLeadership {
    private MicroRaftLeadership() {}

    /**
     * {@return a listener that reports to the sink, for a server without a listener of the user}
     *
     * <p>Call it once per server, before the server is built. A restarted server needs a new attachment, which may use
     * the same sink.
     *
     * @param sink receives the reports about the server
     */
    public static RaftNodeReportListener attach(LeadershipSink sink) {
        return attach(report -> {}, sink);
    }

    /**
     * {@return a listener that reports to the sink and then calls the user's} The names of the other servers are the
     * texts of the ids of their endpoints, with question marks for what a name may not contain.
     *
     * <p>Call it once per server, before the server is built. A restarted server needs a new attachment, which may use
     * the same sink.
     *
     * @param listener the user's listener
     * @param sink receives the reports about the server
     */
    public static RaftNodeReportListener attach(RaftNodeReportListener listener, LeadershipSink sink) {
        return attach(listener, sink, endpoint -> ServerId.of(endpoint.getId().toString()));
    }

    /**
     * {@return a listener that reports to the sink and then calls the user's}
     *
     * <p>Call it once per server, before the server is built. A restarted server needs a new attachment, which may use
     * the same sink.
     *
     * @param listener the user's listener
     * @param sink receives the reports about the server
     * @param names returns the name of a server, as the tracker knows it. It runs on the server's own thread when the
     *     leader or the members change, so it must return at once. If it throws or returns null, the name is the text
     *     of the endpoint's id
     */
    public static RaftNodeReportListener attach(
            RaftNodeReportListener listener, LeadershipSink sink, Function<? super RaftEndpoint, ServerId> names) {
        return attach(listener, sink, new EndpointNames(Objects.requireNonNull(names, "names: is null")));
    }

    private static RaftNodeReportListener attach(
            RaftNodeReportListener listener, LeadershipSink sink, EndpointNames names) {
        Objects.requireNonNull(listener, "listener: is null");
        return new MicroRaftLeadershipListener(listener, Objects.requireNonNull(sink, "sink: is null"), names);
    }

    /**
     * {@return a state machine that delegates to the user's, and reports when the server may serve} It reports after
     * the user's state machine has run an operation of the new term, so it has then run all earlier ones, too.
     *
     * <pre>{@code
     * var listener = MicroRaftLeadership.attach(tracker.track(ServerId.of("s1")));
     * builder.setRaftNodeReportListener(listener)
     *         .setStateMachine(MicroRaftLeadership.withReadiness(stateMachine, listener));
     * }</pre>
     *
     * @param stateMachine the user's state machine
     * @param attached the listener of the same server, as {@link #attach(RaftNodeReportListener, LeadershipSink)}
     *     returned it
     * @throws IllegalArgumentException if the listener was never attached
     */
    public static StateMachine withReadiness(StateMachine stateMachine, RaftNodeReportListener attached) {
        Objects.requireNonNull(stateMachine, "stateMachine: is null");
        var listener = attached(attached);
        return DelegatingProxy.of(StateMachine.class, stateMachine, (method, args) -> {
            try {
                return DelegatingProxy.call(stateMachine, method, args);
            } finally {
                if (method.getName().equals("runOperation") && args[0] instanceof Long index) {
                    listener.committed(index);
                }
            }
        });
    }

    /**
     * {@return a probe for a {@link io.raftelection.Watchdog}, which compares a server with what was reported of it}
     *
     * <p>It asks the server for a new report. The server makes it on its own thread, which has called the listener for
     * every change before, so a report is never late. The question waits while that thread is busy.
     *
     * <pre>{@code
     * watchdog.watch(s1, MicroRaftLeadership.probe(s1, node));
     * }</pre>
     *
     * @param id the name of the server in the tracker
     * @param node the server
     */
    public static LeadershipProbe probe(ServerId id, RaftNode node) {
        return new NodeProbe(Objects.requireNonNull(id, "id: is null"), Objects.requireNonNull(node, "node: is null"));
    }

    /**
     * {@return the user's own listener}
     *
     * @param attached what {@link #attach(RaftNodeReportListener, LeadershipSink)} returned
     * @throws IllegalArgumentException if it was never attached
     */
    public static RaftNodeReportListener unwrap(RaftNodeReportListener attached) {
        return attached(attached).users();
    }

    private static MicroRaftLeadershipListener attached(RaftNodeReportListener attached) {
        Objects.requireNonNull(attached, "listener: is null");
        if (attached instanceof MicroRaftLeadershipListener listener) {
            return listener;
        }
        throw new IllegalArgumentException(
                "listener of " + attached.getClass().getName() + ": was never attached, expected what attach returned");
    }

    /**
     * {@return the user's own state machine}
     *
     * @param attached what {@link #withReadiness} returned
     * @throws IllegalArgumentException if it was never attached
     */
    public static StateMachine unwrap(StateMachine attached) {
        Objects.requireNonNull(attached, "stateMachine: is null");
        return (StateMachine) DelegatingProxy.target(attached)
                .orElseThrow(() -> new IllegalArgumentException(
                        "state machine of " + attached.getClass().getName()
                                + ": was never attached, expected what withReadiness returned"));
    }
}
