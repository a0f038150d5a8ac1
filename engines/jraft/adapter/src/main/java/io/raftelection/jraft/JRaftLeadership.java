package io.raftelection.jraft;

import com.alipay.sofa.jraft.StateMachine;
import io.raftelection.spi.LeadershipSink;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
 * that it runs in the same batch; then the loss is told when the node follows another leader, or shuts down. What JRaft
 * repeats is told once. A leader whose transfer of leadership timed out loses and acquires the same term again: JRaft
 * stops and starts it, and so it is told.
 *
 * <p>Every call goes through to the user's state machine with the same arguments, results and exceptions. The sink is
 * told first, on the node's only thread for its state machine, where it only takes note.
 */
public final class JRaftLeadership {
    private JRaftLeadership() {}

    /**
     * {@return the state machine, with an ear on it}
     *
     * <p>For one node, before it is started: a node that is restarted needs an attachment of its own. The same sink may
     * be used again for it. JRaft holds the returned object, so {@code NodeOptions.getFsm()} cannot be cast to the
     * user's class.
     *
     * @param stateMachine the user's own
     * @param sink is told of the node's leadership
     */
    public static StateMachine attach(StateMachine stateMachine, LeadershipSink sink) {
        Objects.requireNonNull(stateMachine, "stateMachine: is null");
        var ear = new Ear(Objects.requireNonNull(sink, "sink: is null"));
        // A proxy and no decorator, so that methods which a later JRaft adds go through too.
        return (StateMachine) Proxy.newProxyInstance(
                StateMachine.class.getClassLoader(), new Class<?>[] {StateMachine.class}, (proxy, method, args) -> {
                    ear.hear(method.getName(), args);
                    return call(stateMachine, method, args);
                });
    }

    /** Calls the user's object; what it throws is thrown as it is. */
    static @Nullable Object call(Object users, Method method, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(users, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
