package io.raftelection;

import java.util.List;

/**
 * Is told of every event, one at a time and in order, on the tracker's executor.
 *
 * <p>It may block: others are not held up, but its own mailbox is bounded, and what does not fit is counted and told by
 * {@link #missed}. It may throw: that is logged as a warning, and it stays subscribed.
 *
 * <p>A listener that waits for a future of the tracker occupies a thread of its executor. With an executor of a single
 * thread the future then never completes: use {@link LeadershipFuture#done()} or {@link Leadership#awaitLost}, which
 * need no executor.
 */
@FunctionalInterface
public interface LeadershipListener {

    /**
     * Is told of an event. The first ones, after {@code subscribe}, are the acquisitions of whoever leads just then.
     *
     * @param event what happened
     */
    void on(LeadershipEvent event);

    /**
     * Is told that its mailbox was full for a while. Events told after this call happened after the standings were
     * taken, so that a listener which starts anew from these is right again. Does nothing unless overridden; the
     * tracker logs a warning in any case.
     *
     * @param events how many events it was not told
     * @param standings how every server stands now
     */
    default void missed(long events, List<Standing> standings) {}
}
