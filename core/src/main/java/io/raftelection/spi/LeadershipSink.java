package io.raftelection.spi;

/**
 * Where an adapter reports what its engine says of one server.
 *
 * <p>May be called on the engine's own threads, under the engine's locks: every method returns at once, never throws,
 * and runs no foreign code. Whatever the order and number of the calls, none is refused: what the engine should not
 * have said becomes an {@link io.raftelection.Anomaly}.
 */
public interface LeadershipSink {

    /** Reports that the server acquired leadership, where the engine has no word for the term. */
    void acquired();

    /**
     * Reports that the server acquired leadership.
     *
     * @param term the term it leads; a negative one is no term, as in {@link #acquired()}
     */
    void acquired(long term);

    /**
     * Reports that the server acquired leadership, where the engine has no terms but can fence. The leadership has no
     * term, so it is not judged as one of Raft; it only has the token.
     *
     * @param token a number that is higher for every later leadership of the cluster; a negative one is none, as in
     *     {@link #acquired()}
     */
    default void acquiredWithToken(long token) {
        acquired();
    }

    /** Reports that the server lost leadership, where the engine gave no reason. */
    void lost();

    /**
     * Reports that the server lost leadership.
     *
     * @param reason the engine's own words; blank ones are no reason, as in {@link #lost()}, and what exceeds 1,000
     *     characters is cut off
     */
    void lost(String reason);

    /**
     * Begins a new attachment of an engine to the server. It replaces every earlier one: their later reports are
     * dropped and counted by {@link io.raftelection.Tracker#dropped()}, and the leadership that the server holds now
     * ends with the reason {@code replaced by a new attachment}. Reports to this sink itself are accepted as before.
     *
     * <p>Adapters call it by way of {@link LeadershipReporter}, on the thread of whoever attaches the engine. A sink
     * that passes reports on to another should pass this on as well; one that does not tell attachments apart returns
     * itself, as the default does.
     *
     * @return where the new attachment reports
     */
    default LeadershipSink newAttachment() {
        return this;
    }
}
