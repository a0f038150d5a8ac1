package io.raftelection.curator.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.EngineSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;

/** The settings of a {@link CuratorEngine}. Not safe for use by many threads. */
public final class CuratorEngineBuilder {
    private static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    Duration electionTimeout = Duration.ofSeconds(3);
    BiConsumer<ServerId, CuratorFrameworkFactory.Builder> configuration = (server, client) -> {};
    BiConsumer<ServerId, LeaderLatch> latches = (server, latch) -> {};

    CuratorEngineBuilder() {}

    private CuratorEngineBuilder(CuratorEngineBuilder other) {
        electionTimeout = other.electionTimeout;
        configuration = other.configuration;
        latches = other.latches;
    }

    /**
     * Sets the time-out of the sessions: ZooKeeper gives up a client that it does not hear for that long, and the next
     * in the queue leads. A client that receives nothing for two thirds of it has lost leadership. Default: three
     * seconds.
     *
     * @param timeout a second to a minute
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public CuratorEngineBuilder electionTimeout(Duration timeout) {
        electionTimeout = EngineSettings.electionTimeout(timeout, MIN_TIMEOUT, MAX_TIMEOUT);
        return this;
    }

    /**
     * Sets the client of each server. Its options replace those of this builder. Afterwards the cluster sets the
     * address and no namespace, because it reads the queue itself. Default: no change.
     *
     * @param configuration changes the builder of a server's client, at each start of the server; if it throws, the
     *     server does not start
     * @return this
     */
    public CuratorEngineBuilder configure(BiConsumer<ServerId, CuratorFrameworkFactory.Builder> configuration) {
        this.configuration = Objects.requireNonNull(configuration, "configuration: is null");
        return this;
    }

    /**
     * Sets what is done with each latch before it starts, for example to add the user's own listeners. Default:
     * nothing.
     *
     * @param latches receives a server and its next latch each time that the server queues up
     * @return this
     */
    public CuratorEngineBuilder latches(BiConsumer<ServerId, LeaderLatch> latches) {
        this.latches = Objects.requireNonNull(latches, "latches: is null");
        return this;
    }

    /** {@return the engine with these settings} */
    public CuratorEngine build() {
        return new CuratorEngine(new CuratorEngineBuilder(this));
    }
}
