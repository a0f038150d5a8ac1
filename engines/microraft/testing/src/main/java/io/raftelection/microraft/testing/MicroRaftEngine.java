package io.raftelection.microraft.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.MessageFilter;
import java.util.List;

/**
 * MicroRaft for test clusters, in memory: no sockets and no files. All servers of a cluster run on one thread, which
 * ends when the cluster is closed. A killed server finds its term, vote and log again when it is restarted. It offers
 * everything that a test may ask for; {@code cluster.unwrap(server, RaftNode.class)} is MicroRaft's own handle.
 *
 * <p>MicroRaft counts heartbeats in seconds: a leader that is cut off or killed is missed after three. A test that
 * decides who leads waits for none of that. A single server elects itself as it starts; if it may not be elected, it
 * starts when it has to stand for election.
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
