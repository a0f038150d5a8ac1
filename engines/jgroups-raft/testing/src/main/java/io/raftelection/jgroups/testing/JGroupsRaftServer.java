package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MembershipChange;
import io.raftelection.testing.spi.MembershipChange.Kind;
import io.raftelection.testing.spi.Patience;
import io.raftelection.testing.spi.StableTerm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jgroups.JChannel;
import org.jgroups.protocols.raft.RAFT;

/** One running server: a channel whose stack ends in {@code RAFT}. */
final class JGroupsRaftServer implements EngineServer {
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(10), Duration.ZERO);

    private final JGroupsRaftRuntime runtime;
    private final ServerId id;
    private final JChannel channel;
    private final Membership membership;
    private final RAFT raft;
    private final GatedElection election;
    private final PendingCommands commands;

    JGroupsRaftServer(JGroupsRaftRuntime runtime, ServerId id, ServerStack stack) {
        this.runtime = runtime;
        this.id = id;
        this.channel = stack.channel();
        this.membership = stack.membership();
        this.raft = stack.raft();
        this.election = stack.election();
        this.commands = stack.commands();
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

    private boolean hasVoter(String name) {
        return raft.members().contains(name);
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
        PATIENCE.answer(id, raft.snapshotAsync());
    }

    /** In this engine, every server in the view that is not a voter is a learner. */
    @Override
    public void changeMembers(MembershipChange change) throws IOException, InterruptedException {
        var name = change.server().value();
        boolean isVoter = change.kind() == Kind.VOTER;
        if (isVoter) {
            change(() -> raft.addServer(name));
        } else if (hasVoter(name)) {
            change(() -> raft.removeServer(name));
        }
        runtime.awaitAgreement(this, server -> server.hasVoter(name) == isVoter);
    }

    private void change(Callable<CompletableFuture<byte[]>> request) throws IOException, InterruptedException {
        CompletableFuture<byte[]> answer;
        try {
            answer = request.call();
        } catch (Exception e) {
            throw new IOException("server " + id + ": refuses", e);
        }
        PATIENCE.answer(id, answer);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(channel) ? Optional.of(type.cast(channel)) : Optional.empty();
    }

    /** In a crash it is disconnected from all servers, so its leave message reaches none. */
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
