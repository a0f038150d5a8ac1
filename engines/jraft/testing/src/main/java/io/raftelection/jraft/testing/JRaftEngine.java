package io.raftelection.jraft.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.MessageFilter;
import java.util.List;

/**
 * SOFAJRaft for test clusters. Its nodes are real; they talk to each other by direct calls and keep their logs in
 * memory, so that a cluster needs no ports, no files except those of snapshots, and none of Bolt, Netty and RocksDB. It
 * offers every operation except the pause of a server.
 *
 * <p>A command that is submitted through the cluster reaches all state machines without a closure, as on a follower.
 * The closures of the user's own tasks reach the state machines as usual. {@code cluster.unwrap(server, Node.class)} is
 * JRaft's own handle.
 *
 * <p>In JRaft's own words, the n-th server is {@code server:n}. JRaft keeps three pools of daemon threads for the whole
 * JVM, which outlive a cluster: {@code JRaft-Rpc-Closure-Executor}, {@code JRaft-Group-Default-Executor} and
 * {@code JRaft-Internal-Closure-Executor}.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class JRaftEngine implements TestEngine {
    private final JRaftEngineBuilder settings;

    /** Creates the engine with the defaults of {@link #builder()}. */
    public JRaftEngine() {
        this(builder());
    }

    JRaftEngine(JRaftEngineBuilder settings) {
        this.settings = settings;
    }

    /** {@return a builder with the default settings} */
    public static JRaftEngineBuilder builder() {
        return new JRaftEngineBuilder();
    }

    @Override
    public EngineRuntime open(List<ServerId> servers, MessageFilter filter) {
        return new JRaftRuntime(settings, servers, filter);
    }
}
