package io.raftelection.testing.toy;

import io.raftelection.ServerId;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.MessageFilter;
import java.util.List;
import java.util.function.Function;

// region engine
/** The toy engine for test clusters, in memory. Immutable. */
final class ToyEngine implements TestEngine {
    private final Function<ServerId, ToyMachine> machines;

    /** Creates the engine with a state machine that does nothing. */
    ToyEngine() {
        this(server -> command -> {});
    }

    /** Creates the engine with the user's state machines, of which each start of a server gets a new one. */
    ToyEngine(Function<ServerId, ToyMachine> machines) {
        this.machines = machines;
    }

    @Override
    public EngineRuntime open(List<ServerId> servers, MessageFilter filter) {
        return new ToyRuntime(machines, new ToyGate(filter));
    }
}
// endregion
