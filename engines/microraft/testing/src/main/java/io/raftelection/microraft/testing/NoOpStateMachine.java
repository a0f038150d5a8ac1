package io.raftelection.microraft.testing;

import io.microraft.statemachine.StateMachine;
import java.util.List;
import java.util.function.Consumer;

/** A state machine that does nothing. */
final class NoOpStateMachine implements StateMachine {
    private static final String NOTHING = "nothing";

    @Override
    public Object runOperation(long index, Object operation) {
        return NOTHING;
    }

    @Override
    public void takeSnapshot(long index, Consumer<Object> chunks) {
        chunks.accept(NOTHING);
    }

    @Override
    public void installSnapshot(long index, List<Object> chunks) {}

    @Override
    public Object getNewTermOperation() {
        return NOTHING;
    }
}
