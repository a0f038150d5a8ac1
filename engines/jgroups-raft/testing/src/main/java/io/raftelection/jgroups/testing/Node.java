package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.jgroups.JGroupsRaftLeadership;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.spi.Instruments;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
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
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.JChannel;
import org.jgroups.MergeView;
import org.jgroups.View;
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
import org.jgroups.util.Digest;
import org.jgroups.util.MutableDigest;

/** One server of a cluster, from one start to its end. */
final class Node {
    /** Votes are in within milliseconds; this is for those of a server that is cut off while they are asked for. */
    private static final long VOTE_MILLIS = 1_000;

    /** How long the engine has nothing to do before it sends again what is not confirmed, and what is committed. */
    private static final long RESEND_MILLIS = 100;

    /** How long the engine waits for others, of whom one may be cut off meanwhile. */
    private static final long ANSWER_MILLIS = 1_000;

    private final JChannel channel;
    private final Address address;
    private final RAFT raft;
    private final Ballot ballot;
    private final DISCARD discard;
    private final GMS membership;
    private final Requests requests;

    private Node(JChannel channel, RAFT raft, Ballot ballot, DISCARD discard, GMS membership, Requests requests) {
        this.channel = channel;
        this.address = channel.getAddress();
        this.raft = raft;
        this.ballot = ballot;
        this.discard = discard;
        this.membership = membership;
        this.requests = requests;
    }

    /** What a server is started with. */
    record Start(
            String cluster,
            ServerId server,
            List<String> members,
            Log log,
            LeadershipSink sink,
            Consumer<JChannel> setUp,
            Instruments instruments) {

        /** A server that has joined the others. */
        Node node() throws Exception {
            var raft = new RAFT()
                    .raftId(server.value())
                    .members(members)
                    .log(log)
                    .maxLogCacheSize(0)
                    .resendInterval(RESEND_MILLIS);
            var ballot = new Ballot(address -> instruments.mayBeElected(Inlet.serverOf(address)));
            ballot.voteTimeout(VOTE_MILLIS);
            var discard = new DISCARD();
            var membership = new GMS()
                    .printLocalAddress(false)
                    .setJoinTimeout(ANSWER_MILLIS)
                    .setViewAckCollectionTimeout(ANSWER_MILLIS);
            var channel = new JChannel(
                            new SHARED_LOOPBACK(),
                            discard,
                            new SHARED_LOOPBACK_PING(),
                            // Nothing that detects failures or merges: who hears whom, the cluster knows and says.
                            new NAKACK2(),
                            new UNICAST3(),
                            new STABLE(),
                            new NO_DUPES(),
                            membership,
                            new Inlet(server, raft, instruments),
                            ballot,
                            raft,
                            new REDIRECT())
                    .name(server.value());
            var requests = new Requests(raft);
            try {
                JGroupsRaftLeadership.attach(channel, sink);
                setUp.accept(channel);
                raft.addRoleListener(requests);
                raft.stateMachine(new Counted(server, raft.stateMachine(), instruments));
                channel.connect(cluster);
            } catch (Exception e) {
                channel.close();
                throw e;
            }
            return new Node(channel, raft, ballot, discard, membership, requests);
        }
    }

    JChannel channel() {
        return channel;
    }

    /** Made anew at each start, and kept when it has ended. */
    Address address() {
        return address;
    }

    View view() {
        return channel.getView();
    }

    long term() {
        return raft.currentTerm();
    }

    /** The term in which it leads now, if it does. */
    OptionalLong leads() {
        while (true) {
            long term = raft.currentTerm();
            boolean leads = raft.isLeader();
            if (term == raft.currentTerm()) {
                return leads ? OptionalLong.of(term) : OptionalLong.empty();
            }
        }
    }

    /** What it says of itself. */
    ServerStatus status() {
        while (true) {
            long term = raft.currentTerm();
            var leader = Optional.ofNullable(raft.leader()).map(Inlet::serverOf);
            boolean ready = raft.isLeader() && hasCommittedEarlierTerms(term);
            long applied = raft.commitIndex();
            if (term == raft.currentTerm()) {
                return new ServerStatus(leader, OptionalLong.of(term), ready, raft.lastAppended(), applied, applied);
            }
        }
    }

    /** It may serve then: its state has all that was ever committed. */
    private boolean hasCommittedEarlierTerms(long term) {
        long committed = raft.commitIndex();
        var next = raft.log().get(committed + 1);
        return next == null ? committed == raft.lastAppended() : next.term() == term;
    }

    CompletionStage<Void> submit(byte[] command) {
        return requests.submit(command);
    }

    /** Waits until it has. */
    void snapshot(Duration limit) throws IOException, InterruptedException {
        await(raft.snapshotAsync(), limit);
    }

    void addServer(ServerId server, Duration limit) throws IOException, InterruptedException {
        await(change(() -> raft.addServer(server.value())), limit);
    }

    void removeServer(ServerId server, Duration limit) throws IOException, InterruptedException {
        await(change(() -> raft.removeServer(server.value())), limit);
    }

    private static CompletableFuture<byte[]> change(Callable<CompletableFuture<byte[]>> request) throws IOException {
        try {
            return request.call();
        } catch (Exception e) {
            throw new IOException("cluster: the leader refuses", e);
        }
    }

    private void await(CompletableFuture<?> answer, Duration limit) throws IOException, InterruptedException {
        try {
            answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("server " + raft.raftId() + ": refuses, or does not answer", e);
        }
    }

    boolean hasMember(ServerId server) {
        return raft.members().contains(server.value());
    }

    boolean isVoting() {
        return ballot.isVotingThreadRunning();
    }

    /**
     * Has the servers vote, as the engine's operation {@code runVotingThread} does, which is for the server that comes
     * first in the view. Whoever leads then gives leadership up. Does nothing if there is a vote already.
     */
    void callVote() {
        ballot.startVotingThread();
    }

    /**
     * Sets who is to be elected by those who vote at this server's call if no log is better, or nobody in particular.
     */
    void prefer(Optional<Node> preferred) {
        ballot.prefer(preferred.map(Node::address).orElse(null));
    }

    /** Lets this server end a term, whoever leads in it. */
    void endTerm(long term) {
        ballot.endTerm(term);
    }

    /** Swallows what other servers send from now on. */
    void ignore(Collection<Node> others) {
        others.forEach(other -> discard.addIgnoreMember(other.address()));
    }

    /** Lets it find out that it no longer hears others, as a protocol that detects failures would after a time. */
    void suspect(Collection<Node> others) {
        var addresses = others.stream().map(Node::address).toList();
        channel.getProtocolStack().getBottomProtocol().up(new Event(Event.SUSPECT, addresses));
    }

    boolean knowsOneOf(Collection<Node> others) {
        return others.stream().map(Node::address).anyMatch(view()::containsMember);
    }

    boolean knowsALeader() {
        return raft.leader() != null;
    }

    /** Adds how far it has come with what it sends to all. */
    void addSent(MutableDigest sent) {
        add(membership.getDigest(), address, sent);
    }

    private static void add(Digest from, Address member, MutableDigest to) {
        long[] heights = from.get(member);
        to.set(member, heights[0], heights[1]);
    }

    /** Lets it find out who is there. From those who are new to it, it hears what they sent later than that. */
    void join(MergeView merged, Digest sent) {
        var known = view();
        var own = membership.getDigest();
        var digest = new MutableDigest(merged.getMembersRaw());
        merged.getMembers().forEach(member -> add(known.containsMember(member) ? own : sent, member, digest));
        membership.installView(merged, digest);
    }

    void heal() {
        discard.resetIgnoredMembers();
    }

    /** Makes it believe that it is alone. It steps down unless it is, and has nobody to say goodbye to. */
    void beAlone() {
        ballot.end();
        membership.installView(View.create(address, view().getViewId().getId() + 1, address));
    }

    void close() {
        channel.close();
        requests.fail();
    }
}
