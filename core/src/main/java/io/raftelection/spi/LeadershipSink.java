package io.raftelection.spi;

/**
 * Receives the reports of an adapter about one server.
 *
 * <p>Adapters may call it on the engine's threads and under the engine's locks: every method returns at once, never
 * throws, and runs no foreign code. It accepts calls in any order and number. A report that contradicts earlier ones
 * becomes an {@link io.raftelection.Anomaly}. Safe for use by many threads.
 */
public interface LeadershipSink {

    /** Reports that the server acquired leadership in an unknown term. */
    void acquired();

    /**
     * Reports that the server acquired leadership.
     *
     * @param term the term; a negative number means that it is unknown, as in {@link #acquired()}
     */
    void acquired(long term);

    /**
     * Reports that the server acquired leadership, if the engine has fencing tokens instead of terms. The leadership
     * has no term, so Election Safety is not checked for it.
     *
     * @param token a number that is higher for every later leadership of the cluster; a negative number means that
     *     there is none, as in {@link #acquired()}
     */
    default void acquiredWithToken(long token) {
        acquired();
    }

    /** Reports that the server lost leadership, if the engine gives no reason. */
    void lost();

    /**
     * Reports that the server lost leadership.
     *
     * @param reason the engine's own words, of which the first 1,000 characters are kept; blank if there are none, as
     *     in {@link #lost()}
     */
    void lost(String reason);

    /**
     * Begins a new attachment of an engine to the server. It replaces every earlier one: their later reports are
     * dropped and counted by {@link io.raftelection.Tracker#dropped()}, and the leadership that the server holds now
     * ends with the reason {@code replaced by a new attachment}. Reports to this sink itself are accepted as before.
     *
     * <p>Adapters call it through {@link LeadershipReporter}, on the thread that attaches the engine. A sink that
     * delegates to another sink should delegate this call too. The default returns this sink, for sinks that do not
     * distinguish attachments.
     *
     * @return the sink of the new attachment
     */
    default LeadershipSink newAttachment() {
        return this;
    }
}
