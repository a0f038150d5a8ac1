package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.HeldLeadership;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * One server's leadership, from its acquisition until its loss. A lost leadership is never held again: a server that
 * leads again has a new one. Safe for use by many threads.
 *
 * <p>Server, term and tenure identify it, since real engines elect the same server in the same term twice.
 */
public sealed interface Leadership permits HeldLeadership {

    /** {@return the server that leads} */
    ServerId server();

    /** {@return the term; empty if the engine has none} */
    OptionalLong term();

    /** {@return the number of this leadership in its tracker: 1 for the first, one more for each later one} */
    long tenure();

    /** {@return the time at which the tracker received the acquisition} */
    Instant acquiredAt();

    /**
     * {@return whether it is held, as last reported by the engine}
     *
     * <p>The engine may lag behind the cluster: an isolated leader learns late that it lost, or never. If work of two
     * leaders must not overlap, let the resource that it changes check the {@link #fencingToken()}.
     */
    boolean isHeld();

    /**
     * {@return whether the engine reported that the leader may serve, and leadership is held}
     *
     * <p>A Raft leader may serve once it has committed an entry of its term, since it knows only then what earlier
     * leaders committed (Raft dissertation, 6.4).
     */
    boolean isReady();

    /**
     * Waits until it is ready.
     *
     * @param timeout the longest wait, more than zero and at most 365 days
     * @throws LeadershipLostException if leadership is lost before it is ready
     * @throws LeadershipTimeoutException if it is not ready when the timeout elapses
     * @throws UnsupportedOperationException if the source of the notifications cannot report readiness
     * @throws IllegalArgumentException if the timeout is not positive or longer than 365 days
     * @throws InterruptedException if the thread was interrupted
     */
    void awaitReady(Duration timeout) throws InterruptedException;

    /**
     * {@return a stage that completes with the loss, and never exceptionally; the same stage at every call}
     *
     * <p>Callbacks that are attached before the loss run on the tracker's executor, one at a time. Callbacks that are
     * attached later run on the thread that attaches them. <b>Do not wait in a callback</b> for this stage, for example
     * with {@code lost().toCompletableFuture().join()}: it completes in a later callback of the same tracker, so the
     * wait never ends and no later callback runs, not even after {@code close()}. Use {@link #awaitLost} there.
     *
     * <p>{@code toCompletableFuture()} returns a new copy at every call. The tracker forgets a copy that is cancelled,
     * and keeps every other copy until the loss.
     */
    CompletionStage<Loss> lost();

    /**
     * Waits until it is lost. A callback of the tracker may call it, since the thread that reports the loss wakes it.
     *
     * @param timeout the longest wait, more than zero and at most 365 days
     * @return the loss
     * @throws LeadershipTimeoutException if it is still held when the timeout elapses
     * @throws IllegalArgumentException if the timeout is not positive or longer than 365 days
     * @throws InterruptedException if the thread was interrupted
     */
    Loss awaitLost(Duration timeout) throws InterruptedException;

    /**
     * Runs a task on this thread while leadership is held. The task does not start after the loss, and it is
     * interrupted when leadership is lost. That interrupt is cleared before this method returns.
     *
     * <p>A thread that all trackers share interrupts the task, so the interrupt neither delays the engine nor waits for
     * the tracker's executor. A task that ignores interrupts goes on.
     *
     * @param task the work to do while leading
     * @param <X> the type of the task's exceptions
     * @return whether leadership was held from the start of the task to its end; {@code false} if it did not start
     * @throws X if the task throws it
     * @throws InterruptedException if another party interrupted the thread
     */
    <X extends Exception> boolean run(Task<X> task) throws X, InterruptedException;

    /**
     * Runs a task as {@link #run(Task)} does. This overload is for callers that do not distinguish the exceptions of a
     * task, such as Kotlin, where {@code leadership.run { ... }} calls it. A Java lambda always calls the other one.
     *
     * @param work the work to do while leading
     * @return as {@link #run(Task)}
     * @throws Exception if the work throws it, or {@link InterruptedException} if another party interrupted the thread
     */
    default boolean run(Work work) throws Exception {
        Checks.notNull(work, "work");
        return run((Task<Exception>) work::run);
    }

    /**
     * Waits until it is ready, and then runs a task as {@link #run(Task)} does.
     *
     * @param timeout the longest wait until it is ready, more than zero and at most 365 days
     * @param task the work to do while leading
     * @param <X> the type of the task's exceptions
     * @return whether leadership was held from the start of the task to its end; {@code false} if it did not start
     * @throws X if the task throws it
     * @throws LeadershipTimeoutException if it is not ready when the timeout elapses
     * @throws UnsupportedOperationException if the source of the notifications cannot report readiness
     * @throws IllegalArgumentException if the timeout is not positive or longer than 365 days
     * @throws InterruptedException if another party interrupted the thread
     */
    default <X extends Exception> boolean runWhenReady(Duration timeout, Task<X> task) throws X, InterruptedException {
        Checks.notNull(task, "task");
        try {
            awaitReady(timeout);
        } catch (LeadershipLostException e) {
            return false;
        }
        return run(task);
    }

    /**
     * {@return a number that is higher for every later leadership of the cluster: the term, or the engine's own token
     * if it has no terms; empty if it has neither}
     *
     * <p>A resource that remembers the highest token and rejects lower ones is safe from a leader that does not know of
     * its loss. For polled servers the number is not guaranteed to increase: see
     * {@link io.raftelection.spi.PolledLeadership}.
     */
    OptionalLong fencingToken();

    /** Work to do while leading. It may throw any exception. */
    @FunctionalInterface
    interface Work {

        /**
         * Does the work.
         *
         * @throws Exception if it fails, or {@link InterruptedException} if leadership was lost meanwhile
         */
        void run() throws Exception;
    }

    /**
     * Work whose exceptions the compiler knows.
     *
     * @param <X> the type of its exceptions
     */
    @FunctionalInterface
    interface Task<X extends Exception> extends Work {

        /**
         * Does the work.
         *
         * @throws X if it fails
         * @throws InterruptedException if leadership was lost meanwhile
         */
        @Override
        void run() throws X, InterruptedException;
    }
}
