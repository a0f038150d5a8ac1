package io.raftelection.ratis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.Instruments;
import io.raftelection.testing.spi.ReplicationWatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.MetadataProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

/** Each kind of message is stopped by what is meant to stop it, and by nothing else. */
final class TrafficTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    private final Instruments instruments = new Instruments();
    private final Traffic traffic = new Traffic(instruments);

    /** Notes what it is asked, and lets nothing through. */
    private static final class Wall implements ReplicationWatch {
        private final List<String> asked = new ArrayList<>();

        @Override
        public boolean sends(ServerId leader, ServerId follower, long term, long[] commands) {
            asked.add(leader + " to " + follower + " in " + term + ": " + Arrays.toString(commands));
            return false;
        }

        @Override
        public boolean answers(ServerId follower, ServerId leader, long matched) {
            asked.add(follower + " to " + leader + " matches to " + matched);
            return false;
        }

        @Override
        public void applied(ServerId server, long count) {}
    }

    private static RaftRpcRequestProto request(ServerId from, ServerId to) {
        return RaftRpcRequestProto.newBuilder()
                .setRequestorId(ByteString.copyFromUtf8(from.value()))
                .setReplyId(ByteString.copyFromUtf8(to.value()))
                .build();
    }

    /** By whoever was asked, to whoever asked. */
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
    void requestsForVotesArriveOnlyFromWhoMayBeElected() {
        instruments.allow(Set.of(S1));

        assertThat(traffic.arrives(vote(S1, S2, true))).isTrue();
        assertThat(traffic.arrives(vote(S1, S2, false))).isTrue();
        assertThat(traffic.arrives(vote(S2, S1, true))).isFalse();
        assertThat(traffic.arrives(vote(S2, S1, false))).isFalse();
    }

    @Test
    void whoMayNotBeElectedIsNotToldToStartAnElection() {
        instruments.allow(Set.of(S1));

        assertThat(traffic.arrives(start(S2, S1))).isTrue();
        assertThat(traffic.arrives(start(S1, S2))).isFalse();
    }

    @Test
    void leaderIsAskedForTheCommandsOfItsOwnTerm() {
        var wall = new Wall();
        instruments.add(wall);
        var metadata = LogEntryProto.newBuilder()
                .setTerm(7)
                .setIndex(11)
                .setMetadataEntry(MetadataProto.getDefaultInstance())
                .build();
        var snapshot = InstallSnapshotRequestProto.newBuilder()
                .setServerRequest(request(S1, S2))
                .setLeaderTerm(7)
                .build();

        assertThat(traffic.arrives(entries(command(6, 9), command(7, 10), metadata, command(7, 12))))
                .isFalse();
        assertThat(traffic.arrives(entries())).isFalse();
        assertThat(traffic.arrives(snapshot)).isFalse();
        assertThat(wall.asked).containsExactly("s1 to s2 in 7: [10, 12]", "s1 to s2 in 7: []", "s1 to s2 in 7: []");
    }

    @Test
    void followerIsAskedOnlyWhereItsAnswerSaysThatTheLogsMatch() {
        var wall = new Wall();
        instruments.add(wall);

        assertThat(traffic.arrives(answer(AppendResult.SUCCESS, false))).isFalse();
        assertThat(traffic.arrives(answer(AppendResult.SUCCESS, true))).isTrue();
        assertThat(traffic.arrives(answer(AppendResult.INCONSISTENCY, false))).isTrue();
        assertThat(wall.asked).containsExactly("s2 to s1 matches to 12");
    }

    @Test
    void nothingComesOverACutLinkAndAReplyGoesTheOtherWay() {
        var granted =
                RequestVoteReplyProto.newBuilder().setServerReply(reply(S1, S2)).build();
        instruments.links().cut(S1, S2);

        assertThat(traffic.arrives(vote(S1, S2, false))).isFalse();
        assertThat(traffic.arrives(start(S1, S2))).isFalse();
        assertThat(traffic.arrives(entries())).isFalse();
        assertThat(traffic.arrives(granted)).isFalse();
        assertThat(traffic.arrives(vote(S2, S1, false))).isTrue();
        assertThat(traffic.arrives(answer(AppendResult.SUCCESS, false))).isTrue();
    }

    @Test
    void whatIsNoMessageBetweenServersArrives() {
        assertThat(traffic.arrives("a client's")).isTrue();
    }
}
