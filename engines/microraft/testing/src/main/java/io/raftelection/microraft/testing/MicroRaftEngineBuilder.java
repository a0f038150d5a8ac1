package io.raftelection.microraft.testing;

import io.microraft.RaftConfig;
import io.microraft.RaftConfig.RaftConfigBuilder;
import io.microraft.report.RaftNodeReportListener;
import io.microraft.statemachine.StateMachine;
import io.raftelection.ServerId;
import io.raftelection.testing.spi.EngineSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The settings of a {@link MicroRaftEngine}. Not safe for use by many threads. */
public final class MicroRaftEngineBuilder {
    private static final Duration MIN_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    Duration electionTimeout = Duration.ofSeconds(3);
    Function<ServerId, ? extends StateMachine> stateMachines = server -> new NoOpStateMachine();
    Function<ServerId, ? extends RaftNodeReportListener> listeners = server -> report -> {};
    BiConsumer<ServerId, RaftConfigBuilder> configuration = (server, config) -> {};

    MicroRaftEngineBuilder() {}

    private MicroRaftEngineBuilder(MicroRaftEngineBuilder other) {
        electionTimeout = other.electionTimeout;
        stateMachines = other.stateMachines;
        listeners = other.listeners;
        configuration = other.configuration;
    }

    /**
     * Sets the election time-out of the servers: a follower that has received nothing from its leader for that long
     * requests votes within another second. MicroRaft calls it the heartbeat time-out, and counts it in whole seconds;
     * leaders send heartbeats every second. Default: three seconds.
     *
     * @param timeout two seconds to a minute, in whole seconds
     * @return this
     * @throws IllegalArgumentException if it is out of range, or is not in whole seconds
     */
    public MicroRaftEngineBuilder electionTimeout(Duration timeout) {
        var checked = EngineSettings.electionTimeout(timeout, MIN_TIMEOUT, MAX_TIMEOUT);
        if (!checked.equals(Duration.ofSeconds(checked.toSeconds()))) {
            throw new IllegalArgumentException("election time-out: " + timeout + ", expected whole seconds");
        }
        electionTimeout = timeout;
        return this;
    }

    /**
     * Sets the user's state machines. Default: state machines that do nothing.
     *
     * @param stateMachines creates a state machine at each start of a server
     * @return this
     */
    public MicroRaftEngineBuilder stateMachines(Function<ServerId, ? extends StateMachine> stateMachines) {
        this.stateMachines = Objects.requireNonNull(stateMachines, "stateMachines: is null");
        return this;
    }

    /**
     * Sets the user's report listeners. Default: none.
     *
     * @param listeners creates a listener at each start of a server
     * @return this
     */
    public MicroRaftEngineBuilder listeners(Function<ServerId, ? extends RaftNodeReportListener> listeners) {
        this.listeners = Objects.requireNonNull(listeners, "listeners: is null");
        return this;
    }

    /**
     * Sets MicroRaft's own configuration, server by server. It replaces that of this builder. Afterwards the cluster
     * sets that snapshots come from the leader, which may be the only server that has one. Default: no change.
     *
     * @param configuration changes the configuration of a server, at each of its starts; if it throws, the server does
     *     not start
     * @return this
     */
    public MicroRaftEngineBuilder configure(BiConsumer<ServerId, RaftConfigBuilder> configuration) {
        this.configuration = Objects.requireNonNull(configuration, "configuration: is null");
        return this;
    }

    /** Returns the configuration of a server for one start. */
    RaftConfig config(ServerId server) {
        var config = Node.config().setLeaderHeartbeatTimeoutSecs(electionTimeout.toSeconds());
        EngineSettings.configure(configuration, server, config);
        return config.setTransferSnapshotsFromFollowersEnabled(false).build();
    }

    /** {@return the engine with these settings} */
    public MicroRaftEngine build() {
        return new MicroRaftEngine(new MicroRaftEngineBuilder(this));
    }
}
