package io.raftelection.ratis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.testing.contract.RecordingFilter;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.MetadataProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexReplyProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

/** Tests how each of Ratis's messages is translated for the filter. */
final class MessageGateTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    private final RecordingFilter filter = new RecordingFilter();
    private final MessageGate gate = new MessageGate(filter, () -> true);

    private static RaftRpcRequestProto request(ServerId from, ServerId to) {
        return RaftRpcRequestProto.newBuilder()
                .setRequestorId(ByteString.copyFromUtf8(from.value()))
                .setReplyId(ByteString.copyFromUtf8(to.value()))
                .build();
    }

    /** Returns a reply, which goes from the receiver of a request to its sender. */
    private static RaftRpcReplyProto reply(ServerId from, ServerId to) {
        return RaftRpcReplyProto.newBuilder()
                .setReplyId(ByteString.copyFromUtf8(from.value()))
                .setRequestorId(ByteString.copyFromUtf8(to.value()))
                .build();
    }

    private static RequestVoteRequestProto vote(ServerId candidate, ServerId voter, boolean preVote) {
        return RequestVoteRequestProto.newBuilder()
                .setServerRequest(request(candidate, voter))
                .setPreVote(preVote)
                .build();
    }

    private static StartLeaderElectionRequestProto start(ServerId leader, ServerId candidate) {
        return StartLeaderElectionRequestProto.newBuilder()
                .setServerRequest(request(leader, candidate))
                .build();
    }

    private static AppendEntriesRequestProto entries(LogEntryProto... entries) {
        return AppendEntriesRequestProto.newBuilder()
                .setServerRequest(request(S1, S2))
                .setLeaderTerm(7)
                .addAllEntries(List.of(entries))
                .build();
    }

    private static LogEntryProto command(long term, long index) {
        return LogEntryProto.newBuilder()
                .setTerm(term)
                .setIndex(index)
                .setStateMachineLogEntry(StateMachineLogEntryProto.getDefaultInstance())
                .build();
    }

    private static AppendEntriesReplyProto answer(AppendResult result, boolean heartbeat) {
        return AppendEntriesReplyProto.newBuilder()
                .setServerReply(reply(S2, S1))
                .setResult(result)
                .setIsHearbeat(heartbeat)
                .setMatchIndex(12)
                .build();
    }

    @Test
    void candidateOfAVoteRequestIsItsSender() {
        gate.lets(vote(S1, S2, true));
        gate.lets(vote(S2, S1, false));

        assertThat(filter.asked()).containsExactly("s1 to s2: vote for s1", "s2 to s1: vote for s2");
    }

    @Test
    void candidateOfARequestToStandAtOnceIsItsReceiver() {
        gate.lets(start(S1, S2));

        assertThat(filter.asked()).containsExactly("s1 to s2: vote for s2");
    }

    @Test
    void noVoteRequestArrivesBeforeAllServersRun() {
        var early = new MessageGate(filter, () -> false);

        assertThat(early.lets(vote(S1, S2, true))).isFalse();
        assertThat(early.lets(vote(S1, S2, false))).isFalse();
        assertThat(early.lets(entries())).isTrue();
    }

    @Test
    void commandsAreTheUsersOfTheLeadersOwnTerm() {
        var metadata = LogEntryProto.newBuilder()
                .setTerm(7)
                .setIndex(11)
                .setMetadataEntry(MetadataProto.getDefaultInstance())
                .build();
        var snapshot = InstallSnapshotRequestProto.newBuilder()
                .setServerRequest(request(S1, S2))
                .setLeaderTerm(7)
                .build();

        gate.lets(entries(command(6, 9), command(7, 10), metadata, command(7, 12)));
        gate.lets(entries());
        gate.lets(snapshot);

        assertThat(filter.asked())
                .containsExactly(
                        "s1 to s2: entries [10, 12] of term 7",
                        "s1 to s2: entries [] of term 7",
                        "s1 to s2: entries [] of term 7");
    }

    @Test
    void followerAcknowledgesOnlyWhereItsAnswerSaysThatTheLogsMatch() {
        gate.lets(answer(AppendResult.SUCCESS, false));
        gate.lets(answer(AppendResult.SUCCESS, true));
        gate.lets(answer(AppendResult.INCONSISTENCY, false));

        assertThat(filter.asked()).containsExactly("s2 to s1: has 12", "s2 to s1: other", "s2 to s1: other");
    }

    @Test
    void replyTravelsTheOtherWay() {
        var granted =
                RequestVoteReplyProto.newBuilder().setServerReply(reply(S2, S1)).build();
        var started = StartLeaderElectionReplyProto.newBuilder()
                .setServerReply(reply(S2, S1))
                .build();
        var installed = InstallSnapshotReplyProto.newBuilder()
                .setServerReply(reply(S2, S1))
                .build();
        var index =
                ReadIndexReplyProto.newBuilder().setServerReply(reply(S2, S1)).build();
        var asked = ReadIndexRequestProto.newBuilder()
                .setServerRequest(request(S1, S2))
                .build();

        List.of(granted, started, installed, index, asked).forEach(gate::lets);

        assertThat(filter.asked())
                .containsExactly(
                        "s2 to s1: other", "s2 to s1: other", "s2 to s1: other", "s2 to s1: other", "s1 to s2: other");
    }

    @Test
    void messageThatTheFilterStopsDoesNotArrive() {
        filter.stopAll();

        assertThat(gate.lets(vote(S1, S2, false))).isFalse();
        assertThat(gate.lets(start(S1, S2))).isFalse();
        assertThat(gate.lets(entries())).isFalse();
        assertThat(gate.lets(answer(AppendResult.SUCCESS, false))).isFalse();
    }

    @Test
    void messageThatIsNoneBetweenServersArrives() {
        filter.stopAll();

        assertThat(gate.lets("a client's")).isTrue();
    }
}
