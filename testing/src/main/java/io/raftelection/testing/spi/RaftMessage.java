package io.raftelection.testing.spi;

import io.raftelection.ServerId;

/** A message between two servers, as far as a test may stop it. Each engine translates its own messages into these. */
public sealed interface RaftMessage {

    /**
     * Requests a vote or a pre-vote, or makes a server stand for election at once.
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
    @SuppressWarnings("ArrayRecordComponent") // created for each message and never compared
    record Entries(long term, long[] commands) implements RaftMessage {}

    /**
     * Acknowledges that a follower's log matches the leader's.
     *
     * @param matched the index up to which it matches
     */
    record Acknowledgement(long matched) implements RaftMessage {}

    /** Any other message. */
    record Other() implements RaftMessage {}
}
