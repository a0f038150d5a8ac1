package io.raftelection;

import io.raftelection.internal.Expectation;
import java.util.concurrent.CompletableFuture;

/**
 * An expected leadership. It is decided by itself, with nobody waiting: by the acquisition, by the end of its time
 * (counted from {@code expect}), by {@link #cancel()} or by the end of the tracker, whichever the tracker hears of
 * first.
 */
public sealed interface LeadershipFuture permits Expectation {

    /**
     * Waits for the leadership. One that was acquired and lost again meanwhile is returned too: its
     * {@link Leadership#isHeld()} says so.
     *
     * @return the leadership
     * @throws LeadershipTimeoutException if it was not acquired in time
     * @throws TrackerClosedException if the tracker stopped listening first
     * @throws java.util.concurrent.CancellationException if it was cancelled
     * @throws InterruptedException if the thread was interrupted
     */
    Leadership done() throws InterruptedException;

    /** {@return whether it is decided, one way or the other} */
    boolean isDone();

    /**
     * Gives the expectation up, which makes room for another one. Does nothing once it is decided.
     *
     * @return whether this call decided it
     */
    boolean cancel();

    /**
     * {@return a new copy, which completes as {@link #done()} does}
     *
     * <p>Completing or cancelling a copy has no effect on this future or on other copies. A copy that is not needed any
     * more is best cancelled: the tracker then forgets it at once, and otherwise keeps it until the decision.
     *
     * <p>Callbacks that are attached to a copy before the decision run on the tracker's executor, one at a time; those
     * attached after it run on the thread that attaches them. <b>Do not wait in a callback</b> for another copy or for
     * {@link Leadership#lost()}, for example with {@code join()}: that future completes in a later callback of the same
     * tracker, so the wait never ends and no later callback runs. {@link #done()} and {@link Leadership#awaitLost} may
     * be called in a callback.
     */
    CompletableFuture<Leadership> toCompletableFuture();
}
