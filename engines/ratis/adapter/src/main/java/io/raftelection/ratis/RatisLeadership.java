package io.raftelection.ratis;

import io.raftelection.ServerId;
import io.raftelection.spi.DelegatingProxy;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.PolledLeadership;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
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
 * <p>A server that is built already is polled:
 *
 * <pre>{@code
 * tracker.track(RatisLeadership.poll(ServerId.of("s1"), server, group));
 * }</pre>
 *
 * <p><b>Acquired</b> is {@code notifyLeaderChanged} with the server itself as the leader: the server has won the
 * election. <b>Ready</b> is {@code notifyLeaderReady}, which comes later. <b>Lost</b> is {@code notifyNotLeader}. Ratis
 * may skip it. The loss is then reported when the server learns of another leader or closes. A repeated callback is
 * reported once.
 *
 * <p><b>Follows</b> is {@code notifyLeaderChanged} with another leader. No callback of Ratis carries a term, and a
 * candidate may increase its term at that moment. So the view of a server that was a candidate of its present term is
 * reported when the server has an entry of this term, and every other view at once. <b>Follows nobody</b> is reported
 * when the server loses its own leadership, and at {@code notifyExtendedNoLeader}. Ratis reports nothing at the moment
 * at which a follower loses its leader, so its view may be older than that by the timeout
 * {@code raft.server.notification.no-leader.timeout}, or until the next election.
 *
 * <p><b>Members</b> is {@code notifyConfigurationChanged}; the listeners of Ratis are the learners.
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
     * which may use the same sink. If Ratis uses the same state machine for several groups, only the first group is
     * reported, without its members. Ratis does that for a group that is added at run time without a registry.
     *
     * <p>Ratis holds the returned object. It implements every interface that the user's class implements, so
     * {@code Division.getStateMachine()} can be cast to those; {@link #unwrap} returns the user's object.
     *
     * <p>Views and members name a server by its peer id. If the tracker has other names, use the method that accepts a
     * function.
     *
     * @param stateMachine the user's state machine
     * @param sink receives the reports about the server
     */
    public static StateMachine attach(StateMachine stateMachine, LeadershipSink sink) {
        return attach(stateMachine, sink, PeerNames.IDS);
    }

    /**
     * {@return a state machine as {@link #attach(StateMachine, LeadershipSink)} returns it, whose views and members
     * have the names that a function returns}
     *
     * <p>If the function throws or returns null, the name is the peer id, with question marks for what a
     * {@link ServerId} may not contain. The engine does not notice. The function runs on a thread of Ratis and under
     * its server's lock, so it returns at once and does not call Ratis.
     *
     * @param stateMachine the user's state machine
     * @param sink receives the reports about the server
     * @param names returns the name of a peer, which the tracker knows; it is called by any thread
     */
    public static StateMachine attach(
            StateMachine stateMachine, LeadershipSink sink, Function<? super RaftPeerId, ServerId> names) {
        return attach(stateMachine, sink, new PeerNames(Objects.requireNonNull(names, "names: is null")));
    }

    private static StateMachine attach(StateMachine stateMachine, LeadershipSink sink, PeerNames names) {
        Objects.requireNonNull(stateMachine, "stateMachine: is null");
        var listener = new RatisLeadershipListener(Objects.requireNonNull(sink, "sink: is null"), names);
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
        return attach(registry, sinks, PeerNames.IDS);
    }

    /**
     * {@return a registry as {@link #attach(StateMachine.Registry, Function)} returns it, whose views and members have
     * the names that a function returns}
     *
     * @param registry the user's registry
     * @param sinks returns the sink for the reports about a group: a different one for each group
     * @param names returns the name of a peer, as in {@link #attach(StateMachine, LeadershipSink, Function)}
     */
    public static StateMachine.Registry attach(
            StateMachine.Registry registry,
            Function<? super RaftGroupId, ? extends LeadershipSink> sinks,
            Function<? super RaftPeerId, ServerId> names) {
        return attach(registry, sinks, new PeerNames(Objects.requireNonNull(names, "names: is null")));
    }

    private static StateMachine.Registry attach(
            StateMachine.Registry registry,
            Function<? super RaftGroupId, ? extends LeadershipSink> sinks,
            PeerNames names) {
        Objects.requireNonNull(registry, "registry: is null");
        Objects.requireNonNull(sinks, "sinks: is null");
        Map<RaftGroupId, LeadershipSink> known = new ConcurrentHashMap<>();
        return group -> attach(registry.apply(group), known.computeIfAbsent(group, sinks), names);
    }

    /**
     * {@return a configuration that polls a server in this JVM, for a server that is built already or whose state
     * machine must not be wrapped}
     *
     * <p>It reports acquisitions and losses, but no views, no members and no readiness. {@link PolledLeadership} says
     * what polling misses. A server that is closed, or that no longer has the group, cannot be polled, which ends its
     * leadership. A poll takes no lock of Ratis and sends no message, so the interval may be short:
     *
     * <pre>{@code
     * tracker.track(RatisLeadership.poll(s1, server, group).withInterval(Duration.ofMillis(50)));
     * }</pre>
     *
     * @param id the name of the server in the tracker
     * @param server the server, which may be started later
     * @param group the group whose leadership is reported
     */
    public static PolledLeadership poll(ServerId id, RaftServer server, RaftGroupId group) {
        return PolledLeadership.of(Map.of(id, probe(id, server, group)));
    }

    /**
     * {@return a probe for a {@link io.raftelection.Watchdog}, which compares a server with what was reported of it}
     *
     * <p>It asks the division for its role and its term. It takes no lock of Ratis and sends no message. Ratis changes
     * the role and then calls the state machine, under one lock. So a report follows at once, unless the machine is so
     * busy that the thread between them does not run.
     *
     * <pre>{@code
     * watchdog.watch(s1, RatisLeadership.probe(s1, server, group));
     * }</pre>
     *
     * @param id the name of the server in the tracker
     * @param server the server
     * @param group the group whose leadership is reported
     */
    public static LeadershipProbe probe(ServerId id, RaftServer server, RaftGroupId group) {
        return new DivisionProbe(
                Objects.requireNonNull(id, "id: is null"),
                Objects.requireNonNull(server, "server: is null"),
                Objects.requireNonNull(group, "group: is null"));
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
