package io.raftelection;

import io.raftelection.internal.Expectation;
import java.util.concurrent.CompletableFuture;

/**
 * An expected leadership. The first of these decides it, whether or not a thread waits for it: the acquisition, the
 * timeout (counted from {@code expect}), {@link #cancel()}, or the close of the tracker. Safe for use by many threads.
 */
public sealed interface LeadershipFuture permits Expectation {

    /**
     * Waits for the leadership. It may already be lost again when this method returns: see {@link Leadership#isHeld()}.
     *
     * @return the leadership
     * @throws LeadershipTimeoutException if the timeout elapsed before the acquisition
     * @throws TrackerClosedException if the tracker was closed, ignores its servers, or untracked the server
     * @throws java.util.concurrent.CancellationException if it was cancelled
     * @throws InterruptedException if the thread was interrupted
     */
    Leadership done() throws InterruptedException;

    /** {@return whether it is decided, with a leadership or a failure} */
    boolean isDone();

    /**
     * Cancels the expectation, so that another one can begin. Does nothing if it is decided.
     *
     * @return whether this call decided it
     */
    boolean cancel();

    /**
     * {@return a new future that completes as {@link #done()} does}
     *
     * <p>Completing or cancelling a copy has no effect on this future or on other copies. Cancel a copy that is no
     * longer needed: the tracker then forgets it at once, and otherwise keeps it until the decision.
     *
     * <p>Callbacks that are attached to a copy before the decision run on the tracker's executor, one at a time.
     * Callbacks that are attached later run on the thread that attaches them. <b>Do not wait in a callback</b> for
     * another copy or for {@link Leadership#lost()}, for example with {@code join()}: that future completes in a later
     * callback of the same tracker, so the wait never ends and no later callback runs. {@link #done()} and
     * {@link Leadership#awaitLost} may be called in a callback.
     */
    CompletableFuture<Leadership> toCompletableFuture();
}
