package io.raftelection.microraft.testing;

import io.microraft.report.RaftNodeReportListener;
import io.microraft.statemachine.StateMachine;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.spi.Members;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** All the settings of a {@link MicroRaftCluster}. Not safe for use by many threads. */
public final class MicroRaftClusterBuilder {
    final Members members;
    final Function<ServerId, LeadershipSink> sinks;
    Function<ServerId, ? extends StateMachine> stateMachines = server -> new NoState();
    Function<ServerId, ? extends RaftNodeReportListener> listeners = server -> report -> {};

    MicroRaftClusterBuilder(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        this.members = new Members(servers);
        this.sinks = Objects.requireNonNull(sinks, "sinks: is null");
    }

    /**
     * Sets the user's state machines. Default: ones that do nothing.
     *
     * @param stateMachines makes one, at each start of a server
     * @return this
     */
    public MicroRaftClusterBuilder stateMachines(Function<ServerId, ? extends StateMachine> stateMachines) {
        this.stateMachines = Objects.requireNonNull(stateMachines, "stateMachines: is null");
        return this;
    }

    /**
     * Sets the user's report listeners. Default: none.
     *
     * @param listeners makes one, at each start of a server
     * @return this
     */
    public MicroRaftClusterBuilder listeners(Function<ServerId, ? extends RaftNodeReportListener> listeners) {
        this.listeners = Objects.requireNonNull(listeners, "listeners: is null");
        return this;
    }

    /** {@return a cluster that is not started yet} */
    public MicroRaftCluster build() {
        return new MicroRaftCluster(this);
    }
}
