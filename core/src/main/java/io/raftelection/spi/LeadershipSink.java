package io.raftelection.spi;

import io.raftelection.Fact;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Set;

/**
 * Receives the reports of an adapter about one server.
 *
 * <p>Adapters may call it on the engine's threads and under the engine's locks: every method returns at once, never
 * throws, and runs no foreign code. It accepts calls in any order and number. A report that contradicts earlier ones
 * becomes an {@link io.raftelection.Anomaly}. Safe for use by many threads.
 */
public interface LeadershipSink {

    /** {@return the server that the reports are about} */
    ServerId server();

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

    /**
     * Reports that the server led before this source began to observe it. Its event is an acquisition that says so: see
     * {@link io.raftelection.LeadershipEvent#already()}. The default reports an ordinary acquisition.
     *
     * @param term the term; a negative number means that it is unknown
     * @param token the fencing token, as in {@link #acquiredWithToken}; a negative number means that there is none
     */
    default void leadsAlready(long term, long token) {
        if (term < 0) {
            acquiredWithToken(token);
        } else {
            acquired(term);
        }
    }

    /**
     * Reports that the leader has committed an entry of its term and may serve. It refers to the leadership that the
     * server acquired last.
     */
    void ready();

    /**
     * Reports that this source cannot report readiness. A caller that waits for it fails at once, with these words.
     * Adapters call it when they attach the engine.
     *
     * @param why the reason, for the exception's message
     */
    void readinessUnavailable(String why);

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
     * Reports that the server follows a leader. The tracker need not track the leader.
     *
     * <p>The leader and the term are evidence for Election Safety, so an adapter reads them together. An adapter that
     * cannot do this reports the term as unknown.
     *
     * @param leader the leader, which is another server
     * @param term the term of that leader; a negative number means that it is unknown
     */
    void follows(ServerId leader, long term);

    /**
     * Reports that the server knows of no leader.
     *
     * @param term the server's term; a negative number means that it is unknown
     */
    void followsNobody(long term);

    /**
     * Reports the committed configuration of the cluster, as this server applied it.
     *
     * @param voters the servers that vote
     * @param learners the servers that receive the log and do not vote
     */
    void members(Set<ServerId> voters, Set<ServerId> learners);

    /**
     * Reports that the engine's server has ended, or that the adapter no longer receives its callbacks. Nothing is
     * known of the server from now on: it no longer leads, and it no longer follows a leader.
     */
    void detached();

    /**
     * Reports the begin of something that may explain a later change of leadership: see {@link Fact}. It goes on until
     * {@link #factEnds}. A fact that begins again while it goes on has to end as often. The default does nothing.
     *
     * @param kind the kind; a {@link Fact.Kind#STALL} is ignored, because it has no begin: see {@link #stalled}
     * @param detail more words, of which the first 1,000 characters are kept, or an empty text
     */
    default void factBegins(Fact.Kind kind, String detail) {}

    /**
     * Reports the end of a fact. If it has not begun, this changes nothing. The default does nothing.
     *
     * @param kind the kind
     * @param detail the words of its begin
     */
    default void factEnds(Fact.Kind kind, String detail) {}

    /**
     * Reports that the process of the server did not run for a time that has just ended: a {@link Fact.Kind#STALL} of
     * this server. It is for sources that follow what another process recorded, because a tracker measures the stalls
     * of its own JVM itself: see {@link io.raftelection.TrackerBuilder#stalls}. The default does nothing.
     *
     * @param lasted for how long it did not run; a negative time is ignored
     */
    default void stalled(Duration lasted) {}

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
