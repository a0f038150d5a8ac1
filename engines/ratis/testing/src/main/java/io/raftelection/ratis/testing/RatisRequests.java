package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Optional;
import org.apache.ratis.client.impl.ClientProtoUtils;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.LeaderElectionManagementRequest;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/**
 * Creates the requests to one server, and waits for the replies.
 *
 * @param client the client that sends them
 * @param peer the server
 * @param group its group
 */
record RatisRequests(ClientId client, RaftPeerId peer, RaftGroupId group) {

    LeaderElectionManagementRequest pauseElections() {
        return LeaderElectionManagementRequest.newPause(client, peer, group, CallId.getAndIncrement());
    }

    LeaderElectionManagementRequest resumeElections() {
        return LeaderElectionManagementRequest.newResume(client, peer, group, CallId.getAndIncrement());
    }

    /** Requests the server's vote for itself. */
    RequestVoteRequestProto vote(long term) {
        return RequestVoteRequestProto.newBuilder()
                .setServerRequest(from(peer))
                .setCandidateTerm(term)
                .build();
    }

    /** Makes a follower of a leader stand for election at once, if it has an entry of this term. */
    StartLeaderElectionRequestProto startElection(RaftPeerId leader, long term) {
        return StartLeaderElectionRequestProto.newBuilder()
                .setServerRequest(from(leader))
                .setLeaderLastEntry(TermIndex.valueOf(term, 0).toProto())
                .build();
    }

    private RaftRpcRequestProto.Builder from(RaftPeerId requestor) {
        return ClientProtoUtils.toRaftRpcRequestProtoBuilder(RaftGroupMemberId.valueOf(requestor, group), peer);
    }

    RaftClientRequest write(byte[] command) {
        return RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(peer)
                .setGroupId(group)
                .setCallId(CallId.getAndIncrement())
                .setMessage(Message.valueOf(ByteString.copyFrom(command)))
                .setType(RaftClientRequest.writeRequestType())
                .build();
    }

    SnapshotManagementRequest snapshot(Duration limit) {
        return SnapshotManagementRequest.newCreate(client, peer, group, CallId.getAndIncrement(), limit.toMillis());
    }

    /** Makes a leader hand over, to no particular server if none is given. */
    TransferLeadershipRequest transfer(Optional<ServerId> next, Duration limit) {
        return new TransferLeadershipRequest(
                client,
                peer,
                group,
                CallId.getAndIncrement(),
                next.map(to -> RaftPeerId.valueOf(to.value())).orElse(null),
                limit.toMillis());
    }
}
