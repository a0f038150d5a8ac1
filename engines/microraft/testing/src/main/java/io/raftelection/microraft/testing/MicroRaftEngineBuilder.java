package io.raftelection.microraft.testing;

import io.microraft.report.RaftNodeReportListener;
import io.microraft.statemachine.StateMachine;
import io.raftelection.ServerId;
import java.util.Objects;
import java.util.function.Function;

/** The settings of a {@link MicroRaftEngine}. Not safe for use by many threads. */
public final class MicroRaftEngineBuilder {
    Function<ServerId, ? extends StateMachine> stateMachines = server -> new NoOpStateMachine();
    Function<ServerId, ? extends RaftNodeReportListener> listeners = server -> report -> {};

    MicroRaftEngineBuilder() {}

    private MicroRaftEngineBuilder(MicroRaftEngineBuilder other) {
        stateMachines = other.stateMachines;
        listeners = other.listeners;
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

    /** {@return the engine with these settings} */
    public MicroRaftEngine build() {
        return new MicroRaftEngine(new MicroRaftEngineBuilder(this));
    }
}
