package io.raftelection;

import java.util.List;

/**
 * Receives every event of a tracker, one at a time and in order, on the tracker's executor.
 *
 * <p>A listener may block without delaying other listeners. Its mailbox is bounded: events that do not fit are counted
 * and reported by {@link #missed}. If a listener throws, the tracker logs a warning and keeps it subscribed.
 *
 * <p>A listener that waits for a future of the tracker occupies a thread of the executor. If that is the only thread,
 * the future never completes: use {@link LeadershipFuture#done()} or {@link Leadership#awaitLost}, which need no
 * executor.
 */
@FunctionalInterface
public interface LeadershipListener {

    /**
     * Receives an event. The first events after {@code subscribe} are the acquisitions of the present leaders.
     *
     * @param event the event
     */
    void on(LeadershipEvent event);

    /**
     * Receives the begin or the end of a fact, which may explain the events around it. Facts and events arrive in the
     * order in which they were recorded. The first facts after {@code subscribe} are those that go on. The default does
     * nothing.
     *
     * @param fact the fact
     */
    default void fact(Fact fact) {}

    /**
     * Reports that the mailbox was full and events or facts are missing. Later events are newer than {@code standings},
     * so a listener can rebuild its state from them. The default does nothing; the tracker logs a warning in any case.
     *
     * @param events the number of missing events; zero if only facts are missing
     * @param standings the present standing of every server
     */
    default void missed(long events, List<Standing> standings) {}
}
