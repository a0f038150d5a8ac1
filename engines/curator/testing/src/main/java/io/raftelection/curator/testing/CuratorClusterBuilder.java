package io.raftelection.curator.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.spi.Members;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.curator.framework.recipes.leader.LeaderLatch;

/** All the settings of a {@link CuratorCluster}. Not safe for use by many threads. */
public final class CuratorClusterBuilder {
    final Members members;
    final Function<ServerId, LeadershipSink> sinks;
    BiConsumer<ServerId, LeaderLatch> setUp = (server, latch) -> {};

    CuratorClusterBuilder(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        this.members = new Members(servers);
        this.sinks = Objects.requireNonNull(sinks, "sinks: is null");
    }

    /**
     * Sets what else is done with each latch, as to add listeners of the user's. Default: nothing.
     *
     * @param setUp is given each latch of a server before it is started: one each time the server queues up
     * @return this
     */
    public CuratorClusterBuilder setUp(BiConsumer<ServerId, LeaderLatch> setUp) {
        this.setUp = Objects.requireNonNull(setUp, "setUp: is null");
        return this;
    }

    /** {@return a cluster that is not started yet} */
    public CuratorCluster build() {
        return new CuratorCluster(this);
    }
}
