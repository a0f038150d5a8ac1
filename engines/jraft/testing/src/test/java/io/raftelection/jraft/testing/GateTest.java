package io.raftelection.jraft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.RaftOutter.EntryMeta;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import io.raftelection.ServerId;
import io.raftelection.testing.spi.Instruments;
import io.raftelection.testing.spi.ReplicationWatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What arrives, message by message. */
final class GateTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final long TERM = 7;

    private final Instruments instruments = new Instruments();
    private final List<String> asked = new ArrayList<>();
    private long termOfS1 = TERM;
    private boolean passes = true;
    private final Gate gate = new Gate(instruments, server -> termOfS1);

    GateTest() {
        instruments.add(new ReplicationWatch() {
            @Override
            public boolean sends(ServerId leader, ServerId follower, long term, long[] commands) {
                asked.add(leader + " to " + follower + ", term " + term + ": " + Arrays.toString(commands));
                return passes;
            }

            @Override
            public boolean answers(ServerId follower, ServerId to, long matched) {
                asked.add(follower + " has " + matched);
                return passes;
            }

            @Override
            public void applied(ServerId server, long count) {}
        });
    }

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
    void onlyWhoMayBeElectedCanAskForVotes() {
        instruments.allow(Set.of(S2));

        assertThat(gate.lets(S1, S2, vote(false))).isFalse();
        assertThat(gate.lets(S1, S2, vote(true))).isFalse();
        assertThat(gate.lets(S2, S1, vote(false))).isTrue();
        assertThat(gate.lets(S2, S1, vote(true))).isTrue();
    }

    @Test
    void onlyWhoMayBeElectedCanBeToldToStand() {
        var now = TimeoutNowRequest.newBuilder()
                .setGroupId("g")
                .setServerId("server:1")
                .setPeerId("server:2")
                .setTerm(TERM)
                .build();
        instruments.allow(Set.of(S2));

        assertThat(gate.lets(S1, S2, now)).isTrue();
        assertThat(gate.lets(S2, S1, now)).isFalse();
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

        assertThat(asked).containsExactly("s1 to s2, term 7: [13, 14]", "s1 to s2, term 7: []");
    }

    @Test
    void leaderThatIsHeldSendsNothing() {
        passes = false;

        assertThat(gate.lets(S1, S2, entries())).isFalse();
        assertThat(gate.lets(S1, S2, vote(false))).isTrue();
    }

    @Test
    void whatALeaderSentBeforeItCameToALaterTermDoesNotArrive() {
        termOfS1 = TERM + 1;

        assertThat(gate.lets(S1, S2, entries())).isFalse();
    }

    @Test
    void followerConfirmsWhatItWasSentAndNoMore() {
        var request = entries(entry(TERM, EntryType.ENTRY_TYPE_DATA));

        assertThat(gate.letsBack(S2, S1, request, answer(true))).isTrue();
        assertThat(gate.letsBack(S2, S1, request, answer(false))).isTrue();
        passes = false;
        assertThat(gate.letsBack(S2, S1, request, answer(true))).isFalse();
        assertThat(gate.letsBack(S2, S1, request, answer(false))).isTrue();

        assertThat(asked).containsExactly("s2 has 11", "s2 has 11");
    }

    @Test
    void nothingArrivesOverALinkThatIsCut() {
        instruments.links().cut(S1, S2);

        assertThat(gate.lets(S1, S2, entries())).isFalse();
        assertThat(gate.lets(S2, S1, entries())).isTrue();
        assertThat(gate.letsBack(S1, S2, vote(false), "granted")).isFalse();
        assertThat(gate.letsBack(S2, S1, vote(false), "granted")).isTrue();
    }
}
