package io.raftelection.microraft;

import io.microraft.lifecycle.RaftNodeLifecycleAware;
import io.microraft.statemachine.StateMachine;
import io.raftelection.ServerId;
import io.raftelection.testing.spi.Instruments;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A user's state machine, and a count of what it does. The operation with which each term begins is marked, so that it
 * can be told from a command of the user; and there is one, also where the user has none.
 */
final class Tap implements StateMachine, RaftNodeLifecycleAware {
    /** How a term begins: the user's operation for it, and no other one's that is equal. */
    static final class NewTerm {
        private final Optional<Object> users;

        private NewTerm(Optional<Object> users) {
            this.users = users;
        }
    }

    private final StateMachine users;
    private final ServerId server;
    private final Instruments instruments;
    private @Nullable NewTerm begun;
    private volatile boolean ready;

    Tap(StateMachine users, ServerId server, Instruments instruments) {
        this.users = users;
        this.server = server;
        this.instruments = instruments;
    }

    /** Whether the term that this server began last as a leader has its first entry committed. */
    boolean isReady() {
        return ready;
    }

    @Override
    public @Nullable Object runOperation(long index, @Nullable Object operation) {
        if (operation instanceof NewTerm term) {
            ready |= term == begun;
            return term.users.map(theirs -> users.runOperation(index, theirs)).orElse(null);
        }
        var result = users.runOperation(index, operation);
        instruments.applied(server);
        return result;
    }

    @Override
    public Object getNewTermOperation() {
        ready = false;
        begun = new NewTerm(Optional.ofNullable(users.getNewTermOperation()));
        return begun;
    }

    @Override
    public void takeSnapshot(long index, Consumer<Object> chunks) {
        users.takeSnapshot(index, chunks);
        instruments.snapshotTaken(server);
    }

    @Override
    public void installSnapshot(long index, List<Object> chunks) {
        users.installSnapshot(index, chunks);
        instruments.restored(server);
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
