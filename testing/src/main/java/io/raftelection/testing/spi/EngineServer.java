package io.raftelection.testing.spi;

import io.raftelection.ServerId;
import io.raftelection.testing.ServerStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One running server of an engine, from its start to its end. Safe for use by many threads: several operations may run
 * at once, and each ends within a minute. An operation that the engine does not offer is never called.
 */
public interface EngineServer extends AutoCloseable {

    /** {@return the status of the server} The engine answers, not the adapter. */
    ServerStatus status();

    /**
     * Makes the server stand for election as soon as it can, and does not wait for the outcome.
     *
     * @param latestTerm the highest term that any server of the cluster is known to have reached
     * @throws IOException if it refuses
     * @throws InterruptedException if the thread was interrupted
     */
    void campaign(long latestTerm) throws IOException, InterruptedException;

    /**
     * Makes the server give up leadership, without naming a successor.
     *
     * @throws IllegalStateException if it does not lead: {@code server s1: does not lead}
     * @throws IOException if it refuses
     * @throws InterruptedException if the thread was interrupted
     */
    void stepDown() throws IOException, InterruptedException;

    /**
     * Asks the server, which leads, to hand leadership over, and waits until it has tried.
     *
     * @param next the next leader, running
     * @throws IOException if it refuses
     * @throws InterruptedException if the thread was interrupted
     */
    void transfer(ServerId next) throws IOException, InterruptedException;

    /**
     * Hands a command to the server, as a client does, and returns at once.
     *
     * @param command what its state machine is to apply
     * @return completes when it is applied there; fails if the server refuses it, loses leadership before that, or ends
     */
    CompletionStage<Void> submit(byte[] command);

    /**
     * Takes a snapshot, drops the log up to there, and waits until that is done.
     *
     * @throws IOException if the server refuses
     * @throws InterruptedException if the thread was interrupted
     */
    void snapshot() throws IOException, InterruptedException;

    /**
     * Makes the server, which leads, change the configuration, and waits until the change is committed.
     *
     * @param change the change by one server; a server that is added runs
     * @throws IOException if the server refuses
     * @throws InterruptedException if the thread was interrupted
     */
    void changeMembers(MembershipChange change) throws IOException, InterruptedException;

    /** Stops the server like a process that receives no processor time. */
    default void pause() {
        throw new UnsupportedOperationException("pause");
    }

    /** Lets a paused server run again. */
    default void resume() {
        throw new UnsupportedOperationException("resume");
    }

    /**
     * {@return the engine's own object of a type, for what only the engine offers}
     *
     * @param type for example {@code RaftServer.Division}
     * @param <T> the type
     */
    <T> Optional<T> unwrap(Class<T> type);

    /**
     * Ends the server as a crash does: its links are cut already, and it hands nothing over. When this returns, the
     * loss of what it led was reported. The default closes it, which is right where a close reaches other servers only
     * over the links.
     */
    default void crash() {
        close();
    }

    /** Ends the server in good order. When this returns, the loss of what it led was reported. */
    @Override
    void close();
}
