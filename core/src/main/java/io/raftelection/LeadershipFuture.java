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
     * {@return a copy that completes as {@link #done()} does}
     *
     * <p>Completing or cancelling the copy changes nothing here. Callbacks attached to it before the decision run on
     * the tracker's executor.
     */
    CompletableFuture<Leadership> toCompletableFuture();
}
