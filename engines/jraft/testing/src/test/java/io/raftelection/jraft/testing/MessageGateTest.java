package io.raftelection.jraft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.RaftOutter.EntryMeta;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import io.raftelection.ServerId;
import io.raftelection.testing.contract.RecordingFilter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests how each of JRaft's messages is translated for the filter. */
final class MessageGateTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final long TERM = 7;

    private final RecordingFilter filter = new RecordingFilter();
    private final MessageGate gate = new MessageGate(filter);

    private static RequestVoteRequest vote(boolean pre) {
        return RequestVoteRequest.newBuilder()
                .setGroupId("g")
                .setServerId("server:1")
                .setPeerId("server:2")
                .setTerm(TERM)
                .setLastLogTerm(0)
                .setLastLogIndex(0)
                .setPreVote(pre)
                .build();
    }

    private static AppendEntriesRequest entries(EntryMeta... entries) {
        return AppendEntriesRequest.newBuilder()
                .setGroupId("g")
                .setServerId("server:1")
                .setPeerId("server:2")
                .setTerm(TERM)
                .setPrevLogTerm(3)
                .setPrevLogIndex(10)
                .setCommittedIndex(10)
                .addAllEntries(List.of(entries))
                .build();
    }

    private static EntryMeta entry(long term, EntryType type) {
        return EntryMeta.newBuilder().setTerm(term).setType(type).build();
    }

    private static AppendEntriesResponse answer(boolean success) {
        return AppendEntriesResponse.newBuilder()
                .setTerm(TERM)
                .setSuccess(success)
                .setLastLogIndex(99)
                .build();
    }

    @Test
    void candidateOfAVoteRequestIsItsSender() {
        gate.lets(S1, S2, vote(false));
        gate.lets(S2, S1, vote(true));

        assertThat(filter.asked()).containsExactly("s1 to s2: vote for s1", "s2 to s1: vote for s2");
    }

    @Test
    void candidateOfARequestToStandAtOnceIsItsReceiver() {
        var now = TimeoutNowRequest.newBuilder()
                .setGroupId("g")
                .setServerId("server:1")
                .setPeerId("server:2")
                .setTerm(TERM)
                .build();

        gate.lets(S1, S2, now);

        assertThat(filter.asked()).containsExactly("s1 to s2: vote for s2");
    }

    @Test
    void commandsAreTheUsersOfTheLeadersOwnTerm() {
        gate.lets(
                S1,
                S2,
                entries(
                        entry(TERM - 1, EntryType.ENTRY_TYPE_DATA),
                        entry(TERM, EntryType.ENTRY_TYPE_CONFIGURATION),
                        entry(TERM, EntryType.ENTRY_TYPE_DATA),
                        entry(TERM, EntryType.ENTRY_TYPE_DATA)));
        gate.lets(S1, S2, entries());

        assertThat(filter.asked())
                .containsExactly("s1 to s2: entries [13, 14] of term 7", "s1 to s2: entries [] of term 7");
    }

    @Test
    void messageThatTheFilterStopsDoesNotArrive() {
        filter.stopAll();

        assertThat(gate.lets(S1, S2, entries())).isFalse();
        assertThat(gate.lets(S1, S2, vote(false))).isFalse();
        assertThat(gate.letsBack(S2, S1, vote(false), "granted")).isFalse();
    }

    @Test
    void followerAcknowledgesWhatItWasSentAndNoMore() {
        var request = entries(entry(TERM, EntryType.ENTRY_TYPE_DATA));

        gate.letsBack(S2, S1, request, answer(true));
        gate.letsBack(S2, S1, request, answer(false));
        gate.letsBack(S2, S1, vote(false), "granted");

        assertThat(filter.asked()).containsExactly("s2 to s1: has 11", "s2 to s1: other", "s2 to s1: other");
    }
}
