package io.raftelection.testing.spi;

import io.raftelection.ServerId;

/** A message between two servers, as far as a test may stop it. Each engine translates its own messages into these. */
public sealed interface RaftMessage {

    /**
     * Asks for a vote or a pre-vote, or tells a server to stand for election at once.
     *
     * @param candidate the server that would be elected
     */
    record VoteRequest(ServerId candidate) implements RaftMessage {}

    /**
     * Carries a leader's entries; a heartbeat or a snapshot carries none.
     *
     * @param term the leader's term
     * @param commands the indexes of those entries that are commands of the user and of this very term, in order
     */
    @SuppressWarnings("ArrayRecordComponent") // made for each message, compared never
    record Entries(long term, long[] commands) implements RaftMessage {}

    /**
     * Says that a follower's log matches the leader's.
     *
     * @param matched the index up to which it does
     */
    record Acknowledgement(long matched) implements RaftMessage {}

    /** Any other message. */
    record Other() implements RaftMessage {}
}
