package io.raftelection.testing.toy;

import java.util.List;
import java.util.Optional;

/** A message between two servers of the toy engine. The comments name the messages of the Raft paper. */
sealed interface ToyMessage {

    /** {@return the term of the sender, or the term for which it wants to stand} */
    long term();

    /** {@return whether it belongs to a pre-vote, so that no server changes its term for it} */
    default boolean isPre() {
        return false;
    }

    /** An entry of a log. The entry with which a leader begins its term has no command. */
    record Entry(long term, Optional<String> command) {}

    /** RequestVote. A pre-vote asks who would vote, and binds no server. */
    record VoteRequest(long term, long lastIndex, long lastTerm, boolean isPre) implements ToyMessage {}

    /** The vote that was requested. */
    record Vote(long term, boolean isPre) implements ToyMessage {}

    /** AppendEntries. {@code before} is the index of the entry before the first of these. */
    record Append(long term, long before, long termBefore, List<Entry> entries, long committed) implements ToyMessage {}

    /** The log of the follower matches the leader's up to an index. */
    record Appended(long term, long matched) implements ToyMessage {}

    /** The request was refused: it is of an earlier term, or the logs do not match. */
    record Refused(long term, long last) implements ToyMessage {}

    /** TimeoutNow: the receiver is to stand for election at once. */
    record StandNow(long term) implements ToyMessage {}
}
