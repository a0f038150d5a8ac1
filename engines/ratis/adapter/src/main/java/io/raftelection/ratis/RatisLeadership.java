package io.raftelection.ratis;

import io.raftelection.spi.DelegatingProxy;
import io.raftelection.spi.LeadershipSink;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.statemachine.StateMachine;

/**
 * Attaches a tracker to a Ratis server, whose state machine stays as it is:
 *
 * <pre>{@code
 * .setStateMachine(RatisLeadership.attach(stateMachine, tracker.track(ServerId.of("s1"))))
 * }</pre>
 *
 * <p>A server that takes part in several groups has a leadership in each of them, so it needs a tracker per group:
 *
 * <pre>{@code
 * .setStateMachineRegistry(RatisLeadership.attach(registry, group -> tracker(group).track(ServerId.of("s1"))))
 * }</pre>
 *
 * <p><b>Acquired</b> is {@code notifyLeaderChanged} with the server itself as the leader: the votes are in. The term is
 * read from the division inside that callback, since no callback of Ratis carries one. It comes before
 * {@code notifyLeaderReady}, which says that the server may serve.
 *
 * <p><b>Lost</b> is {@code notifyNotLeader}. Ratis may skip it; then the loss is reported when the server hears of
 * another leader, or closes. What Ratis repeats is reported once.
 *
 * <p>Every call goes through to the user's state machine with the same arguments, results and exceptions. The sink is
 * called first, on Ratis's own thread and under its server's lock, where it only takes note.
 */
public final class RatisLeadership {
    private RatisLeadership() {}

    /**
     * {@return a state machine that delegates to the user's and reports leadership changes}
     *
     * <p>For one server and one group, before the server is built: a server that is restarted, and each group of a
     * server with several, needs an attachment of its own. The same sink may be used again for a restarted server. If
     * Ratis uses the same state machine for several groups, as it does for a group that is added at run time where
     * there is no registry, only the leadership of the first is reported.
     *
     * <p>Ratis holds the returned object. It implements every interface that the user's class implements, so
     * {@code Division.getStateMachine()} can be cast to those; {@link #unwrap} returns the user's object.
     *
     * @param stateMachine the user's own
     * @param sink where the server's leadership is reported
     */
    public static StateMachine attach(StateMachine stateMachine, LeadershipSink sink) {
        Objects.requireNonNull(stateMachine, "stateMachine: is null");
        var ear = new Ear(Objects.requireNonNull(sink, "sink: is null"));
        return Tap.on(stateMachine, ear);
    }

    /**
     * {@return a registry that attaches the state machine of each group to a sink of its own}
     *
     * <p>For one server, before it is built. Ratis asks the registry whenever a group is added to the server or
     * recovered, on its own threads; what the user's registry or function throws reaches Ratis. The function is asked
     * once per group, so a group that is removed and added again reports to the same sink.
     *
     * @param registry the user's own
     * @param sinks where the server's leadership of a group is reported: a different sink for each group
     */
    public static StateMachine.Registry attach(
            StateMachine.Registry registry, Function<? super RaftGroupId, ? extends LeadershipSink> sinks) {
        Objects.requireNonNull(registry, "registry: is null");
        Objects.requireNonNull(sinks, "sinks: is null");
        Map<RaftGroupId, LeadershipSink> known = new ConcurrentHashMap<>();
        return group -> attach(registry.apply(group), known.computeIfAbsent(group, sinks));
    }

    /**
     * {@return the user's own state machine}
     *
     * @param attached what {@link #attach(StateMachine, LeadershipSink)} returned, or a registry that was attached made
     * @throws IllegalArgumentException if it was never attached
     */
    public static StateMachine unwrap(StateMachine attached) {
        Objects.requireNonNull(attached, "stateMachine: is null");
        return (StateMachine) DelegatingProxy.target(attached)
                .orElseThrow(() -> new IllegalArgumentException("state machine of "
                        + attached.getClass().getName() + ": was never attached, expected what attach returned"));
    }
}
