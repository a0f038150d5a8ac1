package io.raftelection.jraft;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.StateMachine;
import com.alipay.sofa.jraft.entity.PeerId;
import io.raftelection.ServerId;
import io.raftelection.spi.DelegatingProxy;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.PolledLeadership;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Attaches a tracker to a SOFAJRaft node. The state machine does not change:
 *
 * <pre>{@code
 * nodeOptions.setFsm(JRaftLeadership.attach(stateMachine, tracker.track(ServerId.of("s1")), names))
 * }</pre>
 *
 * <p>A node that runs already is polled:
 *
 * <pre>{@code
 * tracker.track(JRaftLeadership.poll(ServerId.of("s1"), node));
 * }</pre>
 *
 * <p><b>Acquired</b> and <b>ready</b> are {@code onLeaderStart(term)}: the server has won the election, and the first
 * entry of its term is committed and applied. If a leader loses its majority before that, neither its acquisition nor
 * its loss is reported.
 *
 * <p><b>Lost</b> is {@code onLeaderStop(status)}, with the words of its status. JRaft skips it if other work in the
 * same batch throws. The loss is then reported when the node follows another leader or shuts down. A repeated callback
 * is reported once. A leader whose transfer of leadership timed out loses and acquires the same term again, because
 * JRaft stops and starts it.
 *
 * <p><b>Follows</b> is {@code onStartFollowing(context)}. JRaft reads the leader and the term of the context at once,
 * under the write lock of the node. <b>Follows nobody</b> is {@code onStopFollowing(context)}, with the term in which
 * the node followed the leader, and {@code onLeaderStop}.
 *
 * <p><b>Members</b> is {@code onConfigurationCommitted(configuration)}. JRaft 1.4.1 calls it when other servers are to
 * vote and when a snapshot is loaded, but not for the configuration that the servers start with, and it omits the
 * learners. Therefore the adapter also reads the configuration of the node whenever the node learns of a leader, on a
 * thread of JRaft's pool. It finds the node by the state machine in its options, which has to be the attached one. A
 * change of learners alone is reported when there is another leader.
 *
 * <p>Every call reaches the user's state machine with the same arguments, results and exceptions. The sink is called
 * first, on the one thread that runs the state machine of the node. It only records the report.
 */
public final class JRaftLeadership {
    private JRaftLeadership() {}

    /**
     * {@return a state machine that delegates to the user's and reports leadership changes}
     *
     * <p>Call it once per node, before the node starts. A restarted node needs a new attachment, which may use the same
     * sink. JRaft holds the returned object. It implements every interface that the user's class implements, so
     * {@code NodeOptions.getFsm()} can be cast to those; {@link #unwrap} returns the user's object.
     *
     * <p>Views and members name a server by its {@code PeerId}, as in {@code 10.0.0.1:8081}. If the tracker has another
     * name for this node, neither is reported: use the method that accepts a function.
     *
     * @param stateMachine the user's state machine
     * @param sink receives the reports about the node
     */
    public static StateMachine attach(StateMachine stateMachine, LeadershipSink sink) {
        return attach(stateMachine, sink, PeerNames.ADDRESSES);
    }

    /**
     * {@return a state machine as {@link #attach(StateMachine, LeadershipSink)} returns it, whose views and members
     * have the names that a function returns}
     *
     * <p>If the function throws or returns null, the name is the text of the {@code PeerId}, with question marks for
     * what a {@link ServerId} may not contain. The engine does not notice. The function runs on the thread that runs
     * the state machine or on a thread of JRaft's pool, so it returns at once. Its argument is a copy.
     *
     * @param stateMachine the user's state machine
     * @param sink receives the reports about the node
     * @param names returns the name of a peer, which the tracker knows
     */
    public static StateMachine attach(
            StateMachine stateMachine, LeadershipSink sink, Function<? super PeerId, ServerId> names) {
        return attach(stateMachine, sink, new PeerNames(Objects.requireNonNull(names, "names: is null"), true));
    }

    private static StateMachine attach(StateMachine stateMachine, LeadershipSink sink, PeerNames names) {
        Objects.requireNonNull(stateMachine, "stateMachine: is null");
        var members = new NodeMembers(names);
        var listener = new JRaftLeadershipListener(Objects.requireNonNull(sink, "sink: is null"), names, members);
        var attached = DelegatingProxy.of(StateMachine.class, stateMachine, (method, args) -> {
            listener.called(method.getName(), args);
            return DelegatingProxy.call(stateMachine, method, args);
        });
        members.attached(attached);
        return attached;
    }

    /**
     * {@return a configuration that polls a node in this JVM, for a node that runs already or whose state machine must
     * not be wrapped}
     *
     * <p>It reports acquisitions and losses, but no views, no members and no readiness. It reports an election before
     * the first entry of the term is committed, and also if that entry never is. {@link PolledLeadership} says what
     * polling misses. A node that failed or was shut down cannot be polled, which ends its leadership. A poll waits for
     * the read lock of the node and sends no message, so the interval may be short:
     *
     * <pre>{@code
     * tracker.track(JRaftLeadership.poll(s1, node).withInterval(Duration.ofMillis(50)));
     * }</pre>
     *
     * @param id the name of the server in the tracker
     * @param node the node, which was started
     */
    public static PolledLeadership poll(ServerId id, Node node) {
        var probe =
                new NodeProbe(Objects.requireNonNull(id, "id: is null"), Objects.requireNonNull(node, "node: is null"));
        return PolledLeadership.of(Map.of(id, probe));
    }

    /**
     * {@return a probe for a {@link io.raftelection.Watchdog}, which compares a node with what was reported of it}
     *
     * <p>It asks the node for its state and its term, under the read lock of the node, and for its last applied index.
     * JRaft reports a leader when the first entry of its term is applied. Until an entry of that age is applied, the
     * probe fails, so a leader without a majority is no difference. JRaft reports on the thread that runs the state
     * machine. So while the state machine is busy for longer than the watchdog's interval, a report is late.
     *
     * <pre>{@code
     * watchdog.watch(s1, JRaftLeadership.probe(s1, node));
     * }</pre>
     *
     * @param id the name of the server in the tracker
     * @param node the node, which was started
     */
    public static LeadershipProbe probe(ServerId id, Node node) {
        return new AppliedTermProbe(
                Objects.requireNonNull(id, "id: is null"), Objects.requireNonNull(node, "node: is null"));
    }

    /**
     * {@return the user's own state machine}
     *
     * @param attached what {@link #attach(StateMachine, LeadershipSink)} returned
     * @throws IllegalArgumentException if it was never attached
     */
    public static StateMachine unwrap(StateMachine attached) {
        Objects.requireNonNull(attached, "stateMachine: is null");
        return (StateMachine) DelegatingProxy.target(attached)
                .orElseThrow(() -> new IllegalArgumentException("state machine of "
                        + attached.getClass().getName() + ": was never attached, expected what attach returned"));
    }
}
