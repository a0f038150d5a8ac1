package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.spi.Members;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jgroups.JChannel;

/** All the settings of a {@link JGroupsRaftCluster}. Not safe for use by many threads. */
public final class JGroupsRaftClusterBuilder {
    final Members members;
    final Function<ServerId, LeadershipSink> sinks;
    BiConsumer<ServerId, JChannel> setUp = (server, channel) -> {};

    JGroupsRaftClusterBuilder(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        this.members = new Members(servers);
        this.sinks = Objects.requireNonNull(sinks, "sinks: is null");
    }

    /**
     * Sets what else is done with each server, as to set a state machine or add listeners of the user's. Default:
     * nothing.
     *
     * @param setUp is given each server's channel at each start, before it is connected
     * @return this
     */
    public JGroupsRaftClusterBuilder setUp(BiConsumer<ServerId, JChannel> setUp) {
        this.setUp = Objects.requireNonNull(setUp, "setUp: is null");
        return this;
    }

    /** {@return a cluster that is not started yet} */
    public JGroupsRaftCluster build() {
        return new JGroupsRaftCluster(this);
    }
}
