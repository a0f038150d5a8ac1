package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.StateMachine;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.raftelection.ServerId;
import io.raftelection.testing.spi.EngineSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The settings of a {@link JRaftEngine}. Not safe for use by many threads. */
public final class JRaftEngineBuilder {
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(50);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    Duration electionTimeout = Duration.ofSeconds(1);
    Function<ServerId, ? extends StateMachine> stateMachines = server -> new NoOpStateMachine();
    BiConsumer<ServerId, NodeOptions> configuration = (server, options) -> {};

    JRaftEngineBuilder() {}

    private JRaftEngineBuilder(JRaftEngineBuilder other) {
        electionTimeout = other.electionTimeout;
        stateMachines = other.stateMachines;
        configuration = other.configuration;
    }

    /**
     * Sets the election time-out of the servers: each waits for one to two times that long before it requests votes. A
     * transfer of leadership that takes longer fails. Default: one second. A shorter one costs leaders on a busy
     * machine, and in a controlled test a lost leader does not return by itself.
     *
     * @param timeout 50 ms to a minute
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public JRaftEngineBuilder electionTimeout(Duration timeout) {
        electionTimeout = EngineSettings.electionTimeout(timeout, MIN_TIMEOUT, MAX_TIMEOUT);
        return this;
    }

    /**
     * Sets the user's state machines. Default: state machines that do nothing.
     *
     * @param stateMachines creates a state machine at each start of a server
     * @return this
     */
    public JRaftEngineBuilder stateMachines(Function<ServerId, ? extends StateMachine> stateMachines) {
        this.stateMachines = Objects.requireNonNull(stateMachines, "stateMachines: is null");
        return this;
    }

    /**
     * Sets JRaft's own options, server by server, among them {@code options.getRaftOptions()}. They replace those of
     * this builder. Afterwards the cluster sets what it needs: the state machine, the initial configuration, the stores
     * of the log, the vote and the snapshots, no pipelining of entries, and the priority of a single server that may
     * not be elected. Default: no change.
     *
     * @param configuration changes the options of a server, at each of its starts; if it throws, the server does not
     *     start
     * @return this
     */
    public JRaftEngineBuilder configure(BiConsumer<ServerId, NodeOptions> configuration) {
        this.configuration = Objects.requireNonNull(configuration, "configuration: is null");
        return this;
    }

    /** {@return the engine with these settings} */
    public JRaftEngine build() {
        return new JRaftEngine(new JRaftEngineBuilder(this));
    }

    /** A state machine without a state. Its snapshots are empty. */
    private static final class NoOpStateMachine extends StateMachineAdapter {

        @Override
        public void onApply(Iterator entries) {
            while (entries.hasNext()) {
                entries.next();
            }
        }

        @Override
        public void onSnapshotSave(SnapshotWriter writer, Closure done) {
            done.run(Status.OK());
        }

        @Override
        public boolean onSnapshotLoad(SnapshotReader reader) {
            return true;
        }
    }
}
