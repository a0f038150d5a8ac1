package io.raftelection.microraft.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.MessageFilter;
import java.util.List;

/**
 * MicroRaft for test clusters, in memory: no sockets and no files. All servers of a cluster run on one thread, which
 * ends when the cluster is closed. A killed server finds its term, vote and log again when it is restarted. It offers
 * every operation; {@code cluster.unwrap(server, RaftNode.class)} is MicroRaft's own handle.
 *
 * <p>MicroRaft counts heartbeats in seconds: followers notice after three seconds that a leader is isolated or killed.
 * A controlled election does not wait for that. A single server elects itself when it starts. If it may not be elected,
 * it starts only when it has to stand for election.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class MicroRaftEngine implements TestEngine {
    private final MicroRaftEngineBuilder settings;

    /** Creates the engine with the defaults of {@link #builder()}. */
    public MicroRaftEngine() {
        this(builder());
    }

    MicroRaftEngine(MicroRaftEngineBuilder settings) {
        this.settings = settings;
    }

    /** {@return a builder with the default settings} */
    public static MicroRaftEngineBuilder builder() {
        return new MicroRaftEngineBuilder();
    }

    @Override
    public EngineRuntime open(List<ServerId> servers, MessageFilter filter) {
        return new MicroRaftRuntime(settings, servers, filter);
    }
}
