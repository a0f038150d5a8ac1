package io.raftelection.jraft;

import com.alipay.sofa.jraft.StateMachine;
import io.raftelection.spi.DelegatingProxy;
import io.raftelection.spi.LeadershipSink;
import java.util.Objects;

/**
 * Attaches a tracker to a SOFAJRaft node. The state machine does not change:
 *
 * <pre>{@code
 * nodeOptions.setFsm(JRaftLeadership.attach(stateMachine, tracker.track(ServerId.of("s1"))))
 * }</pre>
 *
 * <p><b>Acquired</b> is {@code onLeaderStart(term)}: the server has won the election, and the first entry of its term
 * is committed and applied. If a leader loses its majority before that, neither its acquisition nor its loss is
 * reported.
 *
 * <p><b>Lost</b> is {@code onLeaderStop(status)}, with the words of its status. JRaft skips it if other work in the
 * same batch throws. The loss is then reported when the node follows another leader or shuts down. A repeated callback
 * is reported once. A leader whose transfer of leadership timed out loses and acquires the same term again, because
 * JRaft stops and starts it.
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
     * @param stateMachine the user's state machine
     * @param sink receives the reports about the node
     */
    public static StateMachine attach(StateMachine stateMachine, LeadershipSink sink) {
        Objects.requireNonNull(stateMachine, "stateMachine: is null");
        var listener = new JRaftLeadershipListener(Objects.requireNonNull(sink, "sink: is null"));
        return DelegatingProxy.of(StateMachine.class, stateMachine, (method, args) -> {
            listener.called(method.getName(), args);
            return DelegatingProxy.call(stateMachine, method, args);
        });
    }

    /**
     * {@return the user's own state machine}
     *
     * @param attached what {@link #attach} returned
     * @throws IllegalArgumentException if it was never attached
     */
    public static StateMachine unwrap(StateMachine attached) {
        Objects.requireNonNull(attached, "stateMachine: is null");
        return (StateMachine) DelegatingProxy.target(attached)
                .orElseThrow(() -> new IllegalArgumentException("state machine of "
                        + attached.getClass().getName() + ": was never attached, expected what attach returned"));
    }
}
