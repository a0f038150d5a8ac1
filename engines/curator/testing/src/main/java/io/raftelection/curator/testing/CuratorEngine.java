package io.raftelection.curator.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.MessageFilter;
import java.util.List;

/**
 * Apache Curator for test clusters: clients of one embedded ZooKeeper, each with a leader latch. The election is real
 * and uses sockets of the loopback interface. ZooKeeper keeps its files in a temporary directory, which is removed when
 * the cluster is closed.
 *
 * <p>Latches lead in the order of the queue. To make a server lead, the cluster makes the latches before it leave the
 * queue and join it again, the leader's last. A server that returns after a restart or an isolation is the last in the
 * queue.
 *
 * <p>To the other servers, a killed or isolated server leads until its session expires, after three seconds.
 *
 * <p>{@code cluster.unwrap(server, CuratorFramework.class)} is the server's client of ZooKeeper.
 * {@code cluster.unwrap(server, LeaderLatch.class)} is its present latch; a server that may not be elected has none.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class CuratorEngine implements TestEngine {
    private final CuratorEngineBuilder settings;

    /** Creates the engine with the defaults of {@link #builder()}. */
    public CuratorEngine() {
        this(builder());
    }

    CuratorEngine(CuratorEngineBuilder settings) {
        this.settings = settings;
    }

    /** {@return a builder with the default settings} */
    public static CuratorEngineBuilder builder() {
        return new CuratorEngineBuilder();
    }

    @Override
    public EngineRuntime open(List<ServerId> servers, MessageFilter filter) {
        return new CuratorRuntime(settings, servers, filter);
    }
}
