package io.raftelection.curator.testing;

import io.raftelection.ServerId;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.curator.framework.recipes.leader.LeaderLatch;

/** The settings of a {@link CuratorEngine}. Not safe for use by many threads. */
public final class CuratorEngineBuilder {
    BiConsumer<ServerId, LeaderLatch> setUp = (server, latch) -> {};

    CuratorEngineBuilder() {}

    /**
     * Sets what is done with each latch before it starts, for example to add the user's own listeners. Default:
     * nothing.
     *
     * @param setUp receives a server and its next latch each time that the server queues up
     * @return this
     */
    public CuratorEngineBuilder setUp(BiConsumer<ServerId, LeaderLatch> setUp) {
        this.setUp = Objects.requireNonNull(setUp, "setUp: is null");
        return this;
    }

    /** {@return the engine with these settings} */
    public CuratorEngine build() {
        var copy = new CuratorEngineBuilder();
        copy.setUp = setUp;
        return new CuratorEngine(copy);
    }
}
