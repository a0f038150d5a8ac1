package io.raftelection.testing.toy;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.testing.contract.RecordingFilter;
import io.raftelection.testing.toy.ToyMessage.Append;
import io.raftelection.testing.toy.ToyMessage.Appended;
import io.raftelection.testing.toy.ToyMessage.Entry;
import io.raftelection.testing.toy.ToyMessage.StandNow;
import io.raftelection.testing.toy.ToyMessage.VoteRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the messages of the toy engine are translated. */
final class ToyGateTest {
    private final RecordingFilter filter = new RecordingFilter();
    private final ToyGate gate = new ToyGate(filter);

    // region translated
    @Test
    void requestOfAPreVoteNamesTheSenderAndATransferTheReceiver() {
        gate.passes("s1", "s2", new VoteRequest(3, 0, 0, true));
        gate.passes("s1", "s2", new StandNow(3));

        assertThat(filter.asked()).containsExactly("s1 to s2: vote for s1", "s1 to s2: vote for s2");
    }

    @Test
    void entriesAreTheCommandsOfThisTermWithTheirIndexes() {
        var ofAnEarlierTerm = new Entry(2, Optional.of("one"));
        var beginning = new Entry(3, Optional.empty());
        var command = new Entry(3, Optional.of("two"));

        gate.passes("s1", "s2", new Append(3, 4, 2, List.of(ofAnEarlierTerm, beginning, command), 4));

        assertThat(filter.asked()).containsExactly("s1 to s2: entries [7] of term 3");
    }
    // endregion

    @Test
    void answerOfAFollowerNamesWhatItHas() {
        gate.passes("s2", "s1", new Appended(3, 7));

        assertThat(filter.asked()).containsExactly("s2 to s1: has 7");
    }

    @Test
    void messageThatTheFilterStopsDoesNotPass() {
        filter.stopAll();

        assertThat(gate.passes("s2", "s1", new Appended(3, 7))).isFalse();
    }
}
