package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.jgroups.JGroupsRaftLeadership;
import io.raftelection.testing.spi.EngineSettings;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.ServerConfig;
import java.util.List;
import org.jgroups.JChannel;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.SHARED_LOOPBACK;
import org.jgroups.protocols.SHARED_LOOPBACK_PING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.protocols.raft.Log;
import org.jgroups.protocols.raft.NO_DUPES;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.REDIRECT;
import org.jgroups.stack.Protocol;

/**
 * The channel of one server, whose stack ends in {@code RAFT}.
 *
 * @param channel the connected channel
 * @param raft its protocol that replicates
 * @param election its protocol that elects
 * @param membership its view, and which servers it is connected with
 * @param commands the commands that wait for their outcome
 */
record ServerStack(
        JChannel channel, RAFT raft, GatedElection election, Membership membership, PendingCommands commands) {
    /** How long the engine is idle before it repeats unconfirmed entries and the commit index. */
    private static final long RESEND_MILLIS = 100;

    /** The longest wait of the engine for other servers, which may be isolated meanwhile. */
    private static final long ANSWER_MILLIS = 1_000;

    /** Connects a server, which has joined others when this returns. */
    static ServerStack connect(
            String cluster, ServerConfig config, Log log, MessageFilter filter, JGroupsRaftEngineBuilder settings)
            throws Exception {
        var raft = new RAFT().maxLogCacheSize(0).resendInterval(RESEND_MILLIS);
        describe(raft, config, log); // the channel reads this when it is created
        var election = new GatedElection(address -> filter.mayBeElected(MessageGate.serverOf(address)));
        election.voteTimeout(settings.electionTimeout.toMillis());
        var discard = new DISCARD();
        var gate = new MessageGate(config.id(), raft, filter);
        var views = new GMS()
                .printLocalAddress(false)
                .setJoinTimeout(ANSWER_MILLIS)
                .setViewAckCollectionTimeout(ANSWER_MILLIS);
        var channel = new JChannel(
                new SHARED_LOOPBACK(),
                discard,
                new SHARED_LOOPBACK_PING(),
                // No protocol detects failures or merges views, because the runtime knows which servers are
                // connected.
                new NAKACK2(),
                new UNICAST3(),
                new STABLE(),
                new NO_DUPES(),
                views,
                gate,
                election,
                raft,
                new REDIRECT());
        var commands = new PendingCommands(raft);
        try {
            JGroupsRaftLeadership.attach(channel, config.sink());
            EngineSettings.configure(settings.configuration, config.id(), channel);
            checkStack(config.id(), channel, List.of(discard, views, gate, election, raft));
            channel.name(config.id().value());
            describe(raft, config, log);
            raft.addRoleListener(commands);
            raft.stateMachine(JGroupsRaftLeadership.withReadiness(
                    new CountingStateMachine(raft.stateMachine(), config.counter()), channel));
            channel.connect(cluster);
        } catch (Exception e) {
            channel.close();
            throw e;
        }
        return new ServerStack(channel, raft, election, new Membership(channel, discard, views), commands);
    }

    private static void describe(RAFT raft, ServerConfig config, Log log) {
        raft.raftId(config.id().value())
                .members(config.voters().stream().map(ServerId::value).toList())
                .log(log);
    }

    private static void checkStack(ServerId server, JChannel channel, List<Protocol> needed) {
        var present = channel.getProtocolStack().getProtocols();
        for (var protocol : needed) {
            if (!present.contains(protocol)) {
                throw new IllegalStateException("server " + server + ": not configured: its stack " + present
                        + " lacks the cluster's " + protocol);
            }
        }
    }
}
