package io.raftelection.jraft;

import com.alipay.sofa.jraft.StateMachine;
import io.raftelection.spi.DelegatingProxy;
import io.raftelection.spi.LeadershipSink;
import java.util.Objects;

/**
 * Attaches a tracker to a SOFAJRaft node, whose state machine stays as it is:
 *
 * <pre>{@code
 * nodeOptions.setFsm(JRaftLeadership.attach(stateMachine, tracker.track(ServerId.of("s1"))))
 * }</pre>
 *
 * <p><b>Acquired</b> is {@code onLeaderStart(term)}: the votes are in, and the first entry of the term is committed and
 * applied. A leader that loses its majority before that is never told of, nor is its loss.
 *
 * <p><b>Lost</b> is {@code onLeaderStop(status)}, with the words of its status. JRaft skips it when something throws
 * that it runs in the same batch; then the loss is reported when the node follows another leader, or shuts down. What
 * JRaft repeats is reported once. A leader whose transfer of leadership timed out loses and acquires the same term
 * again: JRaft stops and starts it, and so it is reported.
 *
 * <p>Every call goes through to the user's state machine with the same arguments, results and exceptions. The sink is
 * called first, on the node's only thread for its state machine, where it only takes note.
 */
public final class JRaftLeadership {
    private JRaftLeadership() {}

    /**
     * {@return a state machine that delegates to the user's and reports leadership changes}
     *
     * <p>For one node, before it is started: a node that is restarted needs an attachment of its own. The same sink may
     * be used again for it. JRaft holds the returned object. It implements every interface that the user's class
     * implements, so {@code NodeOptions.getFsm()} can be cast to those; {@link #unwrap} returns the user's object.
     *
     * @param stateMachine the user's own
     * @param sink where the node's leadership is reported
     */
    public static StateMachine attach(StateMachine stateMachine, LeadershipSink sink) {
        Objects.requireNonNull(stateMachine, "stateMachine: is null");
        var ear = new Ear(Objects.requireNonNull(sink, "sink: is null"));
        return DelegatingProxy.of(StateMachine.class, stateMachine, (method, args) -> {
            ear.hear(method.getName(), args);
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
