package io.raftelection.microraft.testing;

import io.microraft.lifecycle.RaftNodeLifecycleAware;
import io.microraft.statemachine.StateMachine;
import io.raftelection.testing.spi.CommandCounter;
import java.util.List;
import java.util.function.Consumer;

/** A user's state machine of one server, with a count of what it is made to do. It gets all that it would get alone. */
final class CountingStateMachine implements StateMachine, RaftNodeLifecycleAware {
    private final StateMachine users;
    private final CommandCounter counter;

    /** The user's first operation of a term, which is no command. */
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
            counter.applied(); // MicroRaft goes on as well when it throws
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
