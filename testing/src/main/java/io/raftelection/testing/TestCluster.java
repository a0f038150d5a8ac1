package io.raftelection.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.Instruments;
import io.raftelection.testing.spi.Members;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A real cluster of a Raft engine in this JVM, in the hands of a test: its servers are started, made to lead, killed
 * and cut off from each other, while an adapter of that engine reports to the sinks that the cluster was made with.
 *
 * <p>What is done here is asked of the engine; what came of it, only the sinks tell. No method promises an election.
 *
 * <p>Engines differ. What one does not offer is said up front by {@link #notOffered}, and its operation throws
 * {@link UnsupportedOperationException} with the same reason. An implementation overrides the operations that it offers
 * and leaves the others as they are here.
 *
 * <h2>For who implements it</h2>
 *
 * <ul>
 *   <li>A cluster is made, not started, with its servers and a {@code Function<ServerId, LeadershipSink>}, as
 *       {@code tracker::track}; the function is asked once a server, before the first start. The adapter is attached to
 *       each server before that starts, in the same way as users do it.
 *   <li>All methods are safe for use by many threads, one operation at a time, and each ends within a minute. They are
 *       never called from an engine's thread.
 *   <li>A server that is not of this cluster, or does not run where it has to, is an {@link IllegalArgumentException}:
 *       {@code server s9: not of this cluster, expected one of [s1, s2]}, {@code server s1: does not run, expected one
 *       of [s2]}. {@link io.raftelection.testing.spi.Nodes} says so.
 *   <li>Ports are free ones of the loopback interface, files are in a temporary directory. Clusters run side by side in
 *       one JVM, and one that was closed leaves nothing of its own: no thread, no port, no file.
 *   <li>{@code AdapterContract} in {@code io.raftelection.testing.contract} puts it all to the test.
 * </ul>
 */
public interface TestCluster extends AutoCloseable {

    /**
     * What one server says of itself: that it leads.
     *
     * @param server who
     * @param term the term it leads, where the engine has one
     */
    record Claim(ServerId server, OptionalLong term) {}

    /** {@return all servers, running or not, in the order they were given or added} */
    List<ServerId> servers();

    /**
     * {@return why the engine does not offer something; empty if it does} The same at any time. A sentence without a
     * full stop, in lower case, for messages and for tables: {@code a leader gives way to nobody in particular}.
     *
     * <p>Best written as a {@code switch} over all capabilities: the compiler then tells of new ones.
     *
     * @param capability what
     */
    Optional<String> notOffered(Capability capability);

    /**
     * Starts all servers. Returns before or after one of them is elected.
     *
     * @throws IOException if they cannot be started; none runs then
     * @throws IllegalStateException if the cluster was started or closed before: {@code cluster: started already},
     *     {@code cluster: closed}
     * @throws InterruptedException if the thread was interrupted
     */
    void start() throws IOException, InterruptedException;

    /**
     * {@return whether a server was started, and not killed since}
     *
     * @param server which one
     * @throws IllegalArgumentException if it is not of this cluster
     */
    boolean isRunning(ServerId server);

    /**
     * {@return which servers say just now that they lead, and in which term} Asked of the engine itself, of each
     * running server, and never of the adapter: this is what the adapter's reports are held against. An old leader that
     * does not know of a new one is among them; hearsay is not.
     */
    List<Claim> claims();

    /**
     * Asks the present leader to hand leadership to another server, and waits until it has tried. Whether that
     * succeeded, only the other server's acquisition tells.
     *
     * @param server the next leader, running
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#TRANSFER}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws IOException if the leader refuses
     * @throws InterruptedException if the thread was interrupted
     */
    default void transfer(ServerId server) throws IOException, InterruptedException {
        throw refusal(Capability.TRANSFER);
    }

    /**
     * Makes a leader that is well connected give leadership up, with nobody named to follow it. It may be elected
     * again.
     *
     * @param leader the server that leads
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#STEP_DOWN}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     * @throws IllegalStateException if it does not lead: {@code server s1: does not lead}
     * @throws IOException if it refuses
     * @throws InterruptedException if the thread was interrupted
     */
    default void stepDown(ServerId leader) throws IOException, InterruptedException {
        throw refusal(Capability.STEP_DOWN);
    }

    /**
     * Ends a server as a crash does, as far as the others can tell: it hands nothing over and takes no leave. When this
     * returns, it no longer runs, and the loss of what it led was reported.
     *
     * @param server which one, running
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    void kill(ServerId server);

    /**
     * Starts a killed server again, with what it had stored and its links restored.
     *
     * @param server which one, not running
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#RESTART}
     * @throws IllegalArgumentException if it is not of this cluster or runs
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the thread was interrupted
     */
    default void restart(ServerId server) throws IOException, InterruptedException {
        throw refusal(Capability.RESTART);
    }

    /**
     * Cuts one direction of one link: what is sent does not arrive, as with a network. Cutting it again changes
     * nothing.
     *
     * @param from the server whose messages no longer arrive
     * @param to the server at which they no longer arrive
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#CUT}
     * @throws IllegalArgumentException if one is not of this cluster
     */
    default void cut(ServerId from, ServerId to) {
        throw refusal(Capability.CUT);
    }

    /**
     * Cuts a server off from all others, in both directions. Unless overridden, it is {@link #cut} for every link.
     *
     * @param server which one
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ISOLATE}
     * @throws IllegalArgumentException if it is not of this cluster
     */
    default void isolate(ServerId server) {
        if (notOffered(Capability.ISOLATE).isPresent()) {
            throw refusal(Capability.ISOLATE);
        }
        new Members(servers()).check(server);
        for (var other : servers()) {
            if (!other.equals(server)) {
                cut(server, other);
                cut(other, server);
            }
        }
    }

    /** Restores all links. Does nothing if none is cut. */
    void heal();

    /**
     * {@return what a server says of itself}
     *
     * @param server which one, running
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ELECT}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    default ServerStatus status(ServerId server) {
        throw refusal(Capability.ELECT);
    }

    /** {@return what lies between a test and the engine; the same at any time} */
    default Instruments instruments() {
        throw refusal(Capability.ELECT);
    }

    /**
     * Sets which servers can be elected from now on: what asks for votes for others does not arrive. Until this is
     * called, all can. Who leads goes on leading. May be called before the start.
     *
     * @param candidates any number of this cluster, also none
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ELECT}
     * @throws IllegalArgumentException if one is not of this cluster
     */
    default void allow(Set<ServerId> candidates) {
        throw refusal(Capability.ELECT);
    }

    /**
     * Has a server ask for votes as soon as it can, as though it had not heard of a leader for too long, and returns
     * without waiting for them. A server that can be elected, reaches a majority and has a log that is as good as
     * theirs, wins, sooner or later, and without anything more being done.
     *
     * @param server which one, running, and allowed to be elected
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ELECT}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     * @throws IOException if it refuses
     * @throws InterruptedException if the thread was interrupted
     */
    default void campaign(ServerId server) throws IOException, InterruptedException {
        throw refusal(Capability.ELECT);
    }

    /**
     * Hands a command of the user to a server, as a client of the engine does. Returns at once.
     *
     * @param server who leads, running
     * @param command what its state machine is to apply
     * @return completes when it is applied there, and exceptionally if the server refuses it, loses leadership before
     *     that, or ends
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#COMMANDS}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    default CompletionStage<Void> submit(ServerId server, byte[] command) {
        throw refusal(Capability.COMMANDS);
    }

    /**
     * Has a server take a snapshot of its state, drop its log up to there, and waits until it has. Who lags behind it
     * further than that, restores it.
     *
     * @param server which one, running
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#SNAPSHOT}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     * @throws IOException if it refuses
     * @throws InterruptedException if the thread was interrupted
     */
    default void snapshot(ServerId server) throws IOException, InterruptedException {
        throw refusal(Capability.SNAPSHOT);
    }

    /**
     * Stops a server as a process that gets no time to run: it does nothing until it is resumed, and what is sent to it
     * waits. Pausing it again changes nothing.
     *
     * @param server which one, running
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#PAUSE}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    default void pause(ServerId server) {
        throw refusal(Capability.PAUSE);
    }

    /**
     * Lets a paused server go on. Does nothing if it is not paused.
     *
     * @param server which one, running
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#PAUSE}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    default void resume(ServerId server) {
        throw refusal(Capability.PAUSE);
    }

    /**
     * Starts another server, has the leader take it into the cluster, and waits until the others agree.
     *
     * @param server one that is not of this cluster
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#MEMBERSHIP}
     * @throws IllegalArgumentException if it is of this cluster, or that is full
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws IOException if the leader refuses
     * @throws InterruptedException if the thread was interrupted
     */
    default void addServer(ServerId server) throws IOException, InterruptedException {
        throw refusal(Capability.MEMBERSHIP);
    }

    /**
     * Has the leader take a server out of the cluster, waits until the others agree, and ends it. It is not of this
     * cluster any longer, and may be added again, with nothing stored.
     *
     * @param server one of this cluster that does not lead, running or not
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#MEMBERSHIP}
     * @throws IllegalArgumentException if it is not of this cluster, or leads
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws IOException if the leader refuses
     * @throws InterruptedException if the thread was interrupted
     */
    default void removeServer(ServerId server) throws IOException, InterruptedException {
        throw refusal(Capability.MEMBERSHIP);
    }

    /**
     * Closes all servers and removes what they stored. The loss of what they led is reported before it returns. Any
     * number of times.
     */
    @Override
    void close();

    private UnsupportedOperationException refusal(Capability capability) {
        return new UnsupportedOperationException(capability.words() + ": "
                + notOffered(capability)
                        .orElseThrow(() -> new AssertionError(capability.words() + ": offered by "
                                + getClass().getName() + ", but not overridden")));
    }
}
