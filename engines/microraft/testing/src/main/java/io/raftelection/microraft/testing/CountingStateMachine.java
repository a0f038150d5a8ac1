package io.raftelection.microraft.testing;

import io.microraft.lifecycle.RaftNodeLifecycleAware;
import io.microraft.statemachine.StateMachine;
import io.raftelection.testing.spi.CommandCounter;
import java.util.List;
import java.util.function.Consumer;

/** Counts what the user's state machine does for one server. Every call reaches the user's state machine. */
final class CountingStateMachine implements StateMachine, RaftNodeLifecycleAware {
    private final StateMachine users;
    private final CommandCounter counter;

    /** The user's first operation of a term. It is not a command. */
    record NewTerm(Object users) {}

    CountingStateMachine(StateMachine users, CommandCounter counter) {
        this.users = users;
        this.counter = counter;
    }

    @Override
    public Object runOperation(long index, Object operation) {
        if (operation instanceof NewTerm first) {
            return users.runOperation(index, first.users());
        }
        try {
            return users.runOperation(index, operation);
        } finally {
            counter.applied(); // MicroRaft also continues if it throws
        }
    }

    @Override
    public void takeSnapshot(long index, Consumer<Object> chunks) {
        users.takeSnapshot(index, chunks);
        counter.snapshotTaken();
    }

    @Override
    public void installSnapshot(long index, List<Object> chunks) {
        users.installSnapshot(index, chunks);
        counter.restored();
    }

    @Override
    public Object getNewTermOperation() {
        return new NewTerm(users.getNewTermOperation());
    }

    @Override
    public void onRaftNodeStart() {
        if (users instanceof RaftNodeLifecycleAware aware) {
            aware.onRaftNodeStart();
        }
    }

    @Override
    public void onRaftNodeTerminate() {
        if (users instanceof RaftNodeLifecycleAware aware) {
            aware.onRaftNodeTerminate();
        }
    }
}
