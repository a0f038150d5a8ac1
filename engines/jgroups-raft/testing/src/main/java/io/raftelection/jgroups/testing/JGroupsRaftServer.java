package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.jgroups.JGroupsRaftLeadership;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.ServerConfig;
import io.raftelection.testing.spi.StableTerm;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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

/** One running server: a channel whose stack ends in {@code RAFT}. */
final class JGroupsRaftServer implements EngineServer {
    /** Votes arrive within milliseconds. This limit is for a server that is isolated while it votes. */
    private static final long VOTE_MILLIS = 1_000;

    /** How long the engine is idle before it repeats unconfirmed entries and the commit index. */
    private static final long RESEND_MILLIS = 100;

    /** The longest wait of the engine for other servers, which may be isolated meanwhile. */
    private static final long ANSWER_MILLIS = 1_000;

    private static final long REQUEST_SECONDS = 10;

    private final JGroupsRaftRuntime runtime;
    private final ServerId id;
    private final JChannel channel;
    private final Membership membership;
    private final RAFT raft;
    private final GatedElection election;
    private final PendingCommands commands;

    private JGroupsRaftServer(
            JGroupsRaftRuntime runtime,
            ServerId id,
            JChannel channel,
            Membership membership,
            RAFT raft,
            GatedElection election,
            PendingCommands commands) {
        this.runtime = runtime;
        this.id = id;
        this.channel = channel;
        this.membership = membership;
        this.raft = raft;
        this.election = election;
        this.commands = commands;
    }

    /** Starts a server, which has joined others when this returns. */
    static JGroupsRaftServer start(
            JGroupsRaftRuntime runtime,
            ServerConfig config,
            List<ServerId> members,
            Log log,
            MessageFilter filter,
            Consumer<JChannel> setUp)
            throws Exception {
        var raft = new RAFT()
                .raftId(config.id().value())
                .members(members.stream().map(ServerId::value).toList())
                .log(log)
                .maxLogCacheSize(0)
                .resendInterval(RESEND_MILLIS);
        var election = new GatedElection(address -> filter.mayBeElected(MessageGate.serverOf(address)));
        election.voteTimeout(VOTE_MILLIS);
        var discard = new DISCARD();
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
                        new MessageGate(config.id(), raft, filter),
                        election,
                        raft,
                        new REDIRECT())
                .name(config.id().value());
        var commands = new PendingCommands(raft);
        try {
            JGroupsRaftLeadership.attach(channel, config.sink());
            setUp.accept(channel);
            raft.addRoleListener(commands);
            raft.stateMachine(JGroupsRaftLeadership.withReadiness(
                    new CountingStateMachine(raft.stateMachine(), config.counter()), channel));
            channel.connect(runtime.name());
        } catch (Exception e) {
            channel.close();
            throw e;
        }
        var membership = new Membership(channel, discard, views);
        return new JGroupsRaftServer(runtime, config.id(), channel, membership, raft, election, commands);
    }

    ServerId id() {
        return id;
    }

    Membership membership() {
        return membership;
    }

    long term() {
        return raft.currentTerm();
    }

    /** Returns the term that it leads now, if it leads. */
    OptionalLong ledTerm() {
        return StableTerm.read(this::term, term -> raft.isLeader() ? OptionalLong.of(term) : OptionalLong.empty());
    }

    /** Reports the applied index as the committed index, because the engine keeps no other one. */
    @Override
    public ServerStatus status() {
        return StableTerm.read(this::term, this::status);
    }

    private ServerStatus status(long term) {
        boolean leads = raft.isLeader();
        var leader = leads ? Optional.of(id) : otherLeader();
        boolean ready = leads && hasCommittedEarlierTerms(term);
        long applied = raft.commitIndex();
        return new ServerStatus(leader, OptionalLong.of(term), ready, raft.lastAppended(), applied, applied);
    }

    private Optional<ServerId> otherLeader() {
        return Optional.ofNullable(raft.leader()).map(MessageGate::serverOf).filter(leader -> !leader.equals(id));
    }

    /** Whether it may serve, because its state has every committed entry. */
    private boolean hasCommittedEarlierTerms(long term) {
        long committed = raft.commitIndex();
        var next = raft.log().get(committed + 1);
        return next == null ? committed == raft.lastAppended() : next.term() == term;
    }

    /** Whether its log is better than that of another server: the last entry has a later term or a higher index. */
    boolean isAheadOf(JGroupsRaftServer other) {
        long term = lastTerm();
        long others = other.lastTerm();
        return term > others || (term == others && raft.lastAppended() > other.raft.lastAppended());
    }

    private long lastTerm() {
        var last = raft.log().get(raft.lastAppended());
        return last == null ? 0 : last.term();
    }

    int majority() {
        return raft.majority();
    }

    boolean knowsALeader() {
        return raft.leader() != null;
    }

    boolean hasMember(ServerId server) {
        return raft.members().contains(server.value());
    }

    boolean isVoting() {
        return election.isVotingThreadRunning();
    }

    /**
     * Makes the servers vote, as the engine's operation {@code runVotingThread} does, which is for the first server in
     * the view. The present leader then gives leadership up. Does nothing if there is a vote already.
     */
    void callVote() {
        election.startVotingThread();
    }

    /** Sets the server that wins the votes which this one calls if no log is better, or none. */
    void prefer(Optional<JGroupsRaftServer> preferred) {
        election.prefer(preferred.map(server -> server.membership.address()).orElse(null));
    }

    /** Makes this server end a term, whichever server leads it. */
    void endTerm(long term) {
        election.endTerm(term);
    }

    /** Makes the first server in its view call a vote. */
    @Override
    public void campaign(long latestTerm) throws InterruptedException {
        runtime.campaign(this);
    }

    @Override
    public void stepDown() throws IOException, InterruptedException {
        runtime.stepDown(this);
    }

    @Override
    public void transfer(ServerId next) throws IOException, InterruptedException {
        runtime.transfer(next);
    }

    @Override
    public CompletionStage<Void> submit(byte[] command) {
        return commands.submit(command);
    }

    @Override
    public void snapshot() throws IOException, InterruptedException {
        await(raft.snapshotAsync());
    }

    @Override
    public void changeMembers(List<ServerId> voters) throws IOException, InterruptedException {
        for (var voter : voters) {
            if (!hasMember(voter)) {
                change(() -> raft.addServer(voter.value()));
                runtime.awaitAgreement(this, server -> server.hasMember(voter));
            }
        }
        for (var name : List.copyOf(raft.members())) {
            var member = ServerId.of(name);
            if (!voters.contains(member)) {
                change(() -> raft.removeServer(name));
                runtime.awaitAgreement(this, server -> !server.hasMember(member));
            }
        }
    }

    private void change(Callable<CompletableFuture<byte[]>> request) throws IOException, InterruptedException {
        CompletableFuture<byte[]> answer;
        try {
            answer = request.call();
        } catch (Exception e) {
            throw new IOException("server " + id + ": refuses", e);
        }
        await(answer);
    }

    private void await(CompletableFuture<?> answer) throws IOException, InterruptedException {
        try {
            answer.get(REQUEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("server " + id + ": refuses, or does not answer", e);
        }
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(channel) ? Optional.of(type.cast(channel)) : Optional.empty();
    }

    /** It is disconnected from all servers, so its leave message reaches none. */
    @Override
    public void crash() {
        runtime.end(List.of(this));
    }

    @Override
    public void close() {
        runtime.end(List.of(this));
    }

    /** Makes it believe that it is alone. It steps down unless it is, and sends no leave messages. */
    void beAlone() {
        election.end();
        membership.beAlone();
    }

    void disconnect() {
        channel.close();
        commands.fail();
    }
}
