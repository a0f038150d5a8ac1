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
 * Attaches a tracker to a Ratis server. The state machine does not change:
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
 * <p><b>Acquired</b> is {@code notifyLeaderChanged} with the server itself as the leader: the server has won the
 * election. No callback of Ratis carries a term, so the adapter reads it from the division inside the callback.
 * {@code notifyLeaderReady}, which reports that the server may serve, comes later.
 *
 * <p><b>Lost</b> is {@code notifyNotLeader}. Ratis may skip it. The loss is then reported when the server learns of
 * another leader or closes. A repeated callback is reported once.
 *
 * <p>Every call reaches the user's state machine with the same arguments, results and exceptions. The sink is called
 * first, on Ratis's own thread and under its server's lock. It only records the report.
 */
public final class RatisLeadership {
    private RatisLeadership() {}

    /**
     * {@return a state machine that delegates to the user's and reports leadership changes}
     *
     * <p>Call it once per server and group, before the server is built. A restarted server needs a new attachment,
     * which may use the same sink. If Ratis uses the same state machine for several groups, only the leadership of the
     * first group is reported. Ratis does that for a group that is added at run time without a registry.
     *
     * <p>Ratis holds the returned object. It implements every interface that the user's class implements, so
     * {@code Division.getStateMachine()} can be cast to those; {@link #unwrap} returns the user's object.
     *
     * @param stateMachine the user's state machine
     * @param sink receives the reports about the server
     */
    public static StateMachine attach(StateMachine stateMachine, LeadershipSink sink) {
        Objects.requireNonNull(stateMachine, "stateMachine: is null");
        var listener = new RatisLeadershipListener(Objects.requireNonNull(sink, "sink: is null"));
        return StateMachineProxy.on(stateMachine, listener);
    }

    /**
     * {@return a registry that attaches the state machine of each group to a sink of its own}
     *
     * <p>Call it once per server, before the server is built. Ratis calls the registry on its own threads whenever a
     * group is added or recovered. Exceptions of the user's registry or function reach Ratis. The function is called
     * once per group, so a group that is removed and added again reports to the same sink.
     *
     * @param registry the user's registry
     * @param sinks returns the sink for the reports about a group: a different one for each group
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
     * @param attached a state machine that {@link #attach(StateMachine, LeadershipSink)} or an attached registry
     *     returned
     * @throws IllegalArgumentException if it was never attached
     */
    public static StateMachine unwrap(StateMachine attached) {
        Objects.requireNonNull(attached, "stateMachine: is null");
        return (StateMachine) DelegatingProxy.target(attached)
                .orElseThrow(() -> new IllegalArgumentException("state machine of "
                        + attached.getClass().getName() + ": was never attached, expected what attach returned"));
    }
}
