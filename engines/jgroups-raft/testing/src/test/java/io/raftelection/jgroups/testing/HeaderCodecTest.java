package io.raftelection.jgroups.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.jgroups.testing.HeaderCodec.Vote;
import java.util.List;
import org.jgroups.protocols.raft.AppendEntriesRequest;
import org.jgroups.protocols.raft.AppendEntriesResponse;
import org.jgroups.protocols.raft.AppendResult;
import org.jgroups.protocols.raft.election.VoteResponse;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that each field is read correctly, whatever the length in which the engine writes it. */
final class HeaderCodecTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 200, 70_000, Long.MAX_VALUE - 9})
    void voteTellsTheEndOfTheLog(long base) {
        var vote = HeaderCodec.vote(new VoteResponse(base + 1, base + 2, base + 3));

        assertThat(vote).isEqualTo(new Vote(base + 2, base + 3));
    }

    @Test
    void votesAreOrderedByTheTermOfTheLastEntryAndThenByItsIndex() {
        var ordered = List.of(new Vote(1, 9), new Vote(2, 3), new Vote(2, 4), new Vote(3, 1));

        assertThat(ordered).isSorted();
        assertThat(new Vote(2, 3)).isEqualByComparingTo(new Vote(2, 3));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 200, 70_000, Long.MAX_VALUE - 9})
    void requestTellsTheIndexBeforeItsEntries(long base) {
        var leader = UUID.randomUUID();

        var index = HeaderCodec.previousIndex(
                new AppendEntriesRequest(leader, base + 1, base + 2, base + 3, base + 4, base + 5));

        assertThat(index).isEqualTo(base + 2);
    }

    @Test
    void requestWithoutALeaderIsReadToo() {
        assertThat(HeaderCodec.previousIndex(new AppendEntriesRequest(null, 1, 2, 3, 4, 5)))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 200, 70_000, Long.MAX_VALUE - 9})
    void responseTellsWhatMatches(long base) {
        var result = HeaderCodec.result(
                new AppendEntriesResponse(base + 1, new AppendResult(AppendResult.Result.OK, base + 2)));

        assertThat(result.success()).isTrue();
        assertThat(result.index()).isEqualTo(base + 2);
    }

    @Test
    void responseTellsThatNothingMatches() {
        var result = HeaderCodec.result(
                new AppendEntriesResponse(1, new AppendResult(AppendResult.Result.FAIL_ENTRY_NOT_FOUND, 7, 3)));

        assertThat(result.success()).isFalse();
        assertThat(result.index()).isEqualTo(7);
    }
}
