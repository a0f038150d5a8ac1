package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.HeldLeadership;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * One server's leadership, from the moment it was acquired until it is lost. What is lost is never held again: a server
 * that leads again has a new one.
 *
 * <p>Its identity is server, term and tenure: real engines elect the same server in the same term twice.
 */
public sealed interface Leadership permits HeldLeadership {

    /** {@return the server that leads} */
    ServerId server();

    /** {@return the term it leads, where the engine has one} */
    OptionalLong term();

    /** {@return the number of this leadership in its tracker: 1 for the first, rising by one at each acquisition} */
    long tenure();

    /** {@return when it was acquired, as the tracker heard of it} */
    Instant acquiredAt();

    /**
     * {@return whether it is held, as far as the engine told}
     *
     * <p>The engine may lag behind the cluster: a leader cut off from the others learns of its loss late, or never.
     * Work that must not overlap is fenced with {@link #fencingToken()} at the resource it changes.
     */
    boolean isHeld();

    /**
     * {@return completes with the loss, never exceptionally; the same stage at every call}
     *
     * <p>Callbacks that are attached before the loss run on the tracker's executor, one at a time; those attached after
     * it run on the thread that attaches them. <b>Do not wait in a callback</b> for this stage, for example with
     * {@code lost().toCompletableFuture().join()}: it completes in a later callback of the same tracker, so the wait
     * never ends and no later callback runs, not even after {@code close()}. Use {@link #awaitLost} there.
     *
     * <p>{@code toCompletableFuture()} returns a new copy at every call. The tracker forgets a copy that is cancelled,
     * and keeps every other copy until the loss.
     */
    CompletionStage<Loss> lost();

    /**
     * Waits until it is lost. May be called in a callback of the tracker: the thread that reports the loss wakes it.
     *
     * @param timeout how long at most, more than zero
     * @return the loss
     * @throws LeadershipTimeoutException if it is still held after that
     * @throws IllegalArgumentException if the timeout is not positive or longer than 365 days
     * @throws InterruptedException if the thread was interrupted
     */
    Loss awaitLost(Duration timeout) throws InterruptedException;

    /**
     * Runs a task on this thread as long as leadership is held: it never starts after the loss, and its thread is
     * interrupted when the loss is heard of meanwhile. The interrupt stays within: it is never seen after this call.
     *
     * <p>The interrupt comes from a thread that all trackers share, so it neither holds up the engine nor waits for the
     * tracker's executor. A task that ignores interrupts goes on: the loss is known, not enforced.
     *
     * @param task what to do while leading
     * @param <X> what the task throws
     * @return whether leadership was held from the start of the task to its end; {@code false} also when it never
     *     started
     * @throws X if the task throws it
     * @throws InterruptedException if the thread was interrupted by someone else
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
     * {@return a number that is higher for every later leadership of the cluster: the term, or a token of the engine's
     * own where it has no terms; empty where there is neither}
     *
     * <p>A resource that remembers the highest token it saw, and refuses lower ones, is safe from a leader that does
     * not know of its loss. Servers that are only looked at cannot promise that it rises: see
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
