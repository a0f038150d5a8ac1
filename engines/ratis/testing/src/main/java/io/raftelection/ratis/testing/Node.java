package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.spi.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.client.impl.ClientProtoUtils;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.LeaderElectionManagementRequest;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/** One server of a cluster, from one start to its end. */
final class Node {
    /** How long it may take to get ready, and then to do what it is asked for. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Patience PATIENCE = new Patience(LIMIT, Duration.ofMillis(2));

    private final ClientId client = ClientId.randomId();
    private final RaftServer server;
    private final RaftGroupId group;
    private final Counting counting;
    private boolean keptBack;

    Node(RaftServer server, RaftGroupId group, Counting counting) {
        this.server = server;
        this.group = group;
        this.counting = counting;
    }

    /** Where it is kept back, its timer, which needs Ratis's own lock to end, does not end before that. */
    void start(boolean back) throws IOException {
        if (back) {
            synchronized (division()) {
                server.start();
                keepBack(true);
            }
        } else {
            server.start();
        }
    }

    /**
     * Keeps it from asking for votes, or no longer; guarded by the cluster. For a server that is alone: it needs nobody
     * else's, so that nothing can be stopped on the way. In Ratis, a server whose time is over then is a candidate that
     * does nothing, and stays one; a request for a vote, by itself and in no other term than it has, unless that is 0,
     * makes it a follower again.
     */
    void keepBack(boolean back) throws IOException {
        if (back == keptBack) {
            return;
        }
        keptBack = back;
        server.leaderElectionManagement(
                back
                        ? LeaderElectionManagementRequest.newPause(client, id(), group, CallId.getAndIncrement())
                        : LeaderElectionManagementRequest.newResume(client, id(), group, CallId.getAndIncrement()));
        if (!back && info().isCandidate()) {
            server.requestVote(RequestVoteRequestProto.newBuilder()
                    .setServerRequest(from(id()))
                    .setCandidateTerm(Math.max(1, info().getCurrentTerm()))
                    .build());
        }
    }

    /**
     * Asks for votes at once where that is possible, which is as though its leader had told it to: it has to be a
     * follower, with an entry of the term that it is in. Otherwise it does when its time is over.
     */
    void campaign() throws IOException {
        var leader = Optional.ofNullable(info().getLeaderId()).orElse(id());
        server.startLeaderElection(StartLeaderElectionRequestProto.newBuilder()
                .setServerRequest(from(leader))
                .setLeaderLastEntry(
                        TermIndex.valueOf(info().getCurrentTerm(), 0).toProto())
                .build());
    }

    private RaftRpcRequestProto.Builder from(RaftPeerId requestor) {
        return ClientProtoUtils.toRaftRpcRequestProtoBuilder(RaftGroupMemberId.valueOf(requestor, group), id());
    }

    private RaftPeerId id() {
        return server.getId();
    }

    DivisionInfo info() {
        return division().getInfo();
    }

    RaftServer.Division division() {
        try {
            return server.getDivision(group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Indexes are Ratis's: the first is 0, and that of a log without entries is -1. */
    ServerStatus status() {
        var info = info();
        var log = division().getRaftLog();
        return new ServerStatus(
                Optional.ofNullable(info.getLeaderId()).map(id -> ServerId.of(id.toString())),
                OptionalLong.of(info.getCurrentTerm()),
                info.isLeader() && info.isLeaderReady(),
                log.getNextIndex() - 1,
                log.getLastCommittedIndex(),
                counting.applied(info.getLastAppliedIndex()));
    }

    /** Whether it has, or had, an entry: a candidate that has one counts no vote of a server that has none. */
    boolean hasLog() {
        return division().getRaftLog().getNextIndex() > 0;
    }

    CompletionStage<Void> submit(byte[] command) {
        var request = RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(id())
                .setGroupId(group)
                .setCallId(CallId.getAndIncrement())
                .setMessage(Message.valueOf(ByteString.copyFrom(command)))
                .setType(RaftClientRequest.writeRequestType())
                .build();
        try {
            return server.submitClientRequestAsync(request).thenAccept(reply -> {
                if (!reply.isSuccess()) {
                    throw new CompletionException(reply.getException());
                }
            });
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Waits until the log starts where the snapshot ends: Ratis answers before that. */
    void snapshot() throws IOException, InterruptedException {
        long index = answer(server.snapshotManagementAsync(SnapshotManagementRequest.newCreate(
                        client, id(), group, CallId.getAndIncrement(), LIMIT.toMillis())))
                .getLogIndex();
        if (division().getStateMachine().getLatestSnapshot() == null) {
            throw new IOException("server " + id() + ": its state machine took no snapshot");
        }
        if (!PATIENCE.until(() -> division().getRaftLog().getStartIndex() >= index)) {
            throw new IOException("server " + id() + ": does not drop its log up to " + index);
        }
    }

    /** Makes others the members of the cluster that it leads. */
    void setMembers(Collection<RaftPeer> members) throws IOException, InterruptedException {
        var unused = answer(server.setConfigurationAsync(
                new SetConfigurationRequest(client, id(), group, CallId.getAndIncrement(), List.copyOf(members))));
    }

    /** Whether it takes part in elections, which a new server does after its leader has taken it in. */
    boolean isMember() {
        return info().getLifeCycleState().isRunning();
    }

    /** Gives leadership up, to nobody: it need not be ready for that. */
    void stepDown() throws IOException, InterruptedException {
        try {
            var unused = answer(server.transferLeadershipAsync(handOver(Optional.empty())));
        } catch (IOException e) {
            if (info().isLeader()) {
                throw e;
            }
        }
    }

    /**
     * Waits until it is ready to lead, then asks it to hand over. Asks again while it is refused and still leads, since
     * in Ratis 3.3.0 the end of an earlier request's time may end a later request.
     */
    void transfer(ServerId next) throws IOException, InterruptedException {
        long start = System.nanoTime();
        boolean handedOver = false;
        if (!PATIENCE.until(() -> !info().isLeader() || info().isLeaderReady())) {
            throw new IOException("server " + id() + ": does not get ready to lead");
        }
        while (!handedOver && info().isLeader()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new IOException("server " + id() + ": does not hand over");
            }
            handedOver = get(server.transferLeadershipAsync(handOver(Optional.of(next))))
                    .isSuccess();
        }
    }

    private TransferLeadershipRequest handOver(Optional<ServerId> next) {
        return new TransferLeadershipRequest(
                client,
                id(),
                group,
                CallId.getAndIncrement(),
                next.map(to -> RaftPeerId.valueOf(to.value())).orElse(null),
                LIMIT.toMillis());
    }

    private RaftClientReply answer(CompletableFuture<RaftClientReply> future) throws IOException, InterruptedException {
        var reply = get(future);
        if (!reply.isSuccess()) {
            throw new IOException("server " + id() + ": refuses", reply.getException());
        }
        return reply;
    }

    private <T> T get(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("server " + id() + ": refuses", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("server " + id() + ": does not answer", e);
        }
    }

    /** Starts to close it; it cannot be used from now on. */
    Closing closing() {
        return Closing.of(server, LogThread.of(division()));
    }

    /** Closes it, and waits until that is done. */
    void close() {
        Closing.awaitAll(List.of(closing()));
    }
}
