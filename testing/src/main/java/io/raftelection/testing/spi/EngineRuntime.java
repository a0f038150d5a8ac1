package io.raftelection.testing.spi;

import io.raftelection.ServerId;
import io.raftelection.testing.Capability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of an engine in one {@link io.raftelection.testing.TestCluster}. It starts servers that talk to each other
 * through the cluster's {@link MessageFilter}. The cluster calls its methods one at a time, and never on a thread of
 * the engine.
 */
public interface EngineRuntime extends AutoCloseable {

    /**
     * {@return why the engine does not offer an operation; empty if it does} The answer never changes. The reason is a
     * sentence in lower case without a full stop.
     *
     * @param capability the operation
     */
    Optional<String> notOffered(Capability capability);

    /**
     * {@return an existing directory, in which the cluster creates its temporary directory} The answer never changes.
     * The default is the directory of the system property {@code java.io.tmpdir}.
     */
    default Path parentDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * Starts a server. It binds free ports of the loopback interface only, and attaches the adapter as users do, before
     * the engine starts. When it throws, nothing of the server is left.
     *
     * @param config what the server is started with
     * @return the running server
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the thread was interrupted
     */
    EngineServer start(ServerConfig config) throws IOException, InterruptedException;

    /**
     * Starts the servers of a new cluster. When it throws, nothing of any server is left. Override it if the servers
     * can start at the same time, or if all have to start again when one cannot.
     *
     * @param configs what each server is started with
     * @return the running servers, in the same order
     * @throws IOException if one cannot be started
     * @throws InterruptedException if the thread was interrupted
     */
    default List<EngineServer> startAll(List<ServerConfig> configs) throws IOException, InterruptedException {
        var started = new ArrayList<EngineServer>();
        try {
            for (var config : configs) {
                started.add(start(config));
            }
            return started;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            closeAll(started);
            throw e;
        }
    }

    /** Reacts to links that were cut or restored, for engines that detect failures themselves. */
    default void linksChanged() {}

    /** Reacts to another set of servers that may be elected, for engines without vote messages. */
    default void candidatesChanged() {}

    /**
     * Reacts to a change of the voters that the test requested. It is called before the leader is asked, and again if
     * the leader refuses.
     *
     * @param voters all voters from now on, running or not
     */
    default void votersChanged(Set<ServerId> voters) {}

    /**
     * Forgets what a server stored. It is no longer a member; a server of the same name may join later.
     *
     * @param server a server that was closed
     */
    default void forget(ServerId server) {}

    /**
     * Ends servers in good order, when the cluster is closed.
     *
     * @param servers all running servers
     */
    default void closeAll(List<EngineServer> servers) {
        servers.forEach(EngineServer::close);
    }

    /**
     * Ends the resources that the servers shared. The servers were closed before. It may be called any number of times.
     */
    @Override
    void close();
}
