package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.StateMachine;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.raftelection.spi.DelegatingProxy;
import io.raftelection.testing.spi.CommandCounter;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the user's state machine does for one node. The node's one thread for its state machine calls it. Only
 * the end of a snapshot and {@link #started} may come on other threads.
 */
final class CountingStateMachine {
    private static final long NONE = -1;

    private final StateMachine users;
    private final CommandCounter counter;
    private volatile long started = NONE;

    CountingStateMachine(StateMachine users, CommandCounter counter) {
        this.users = users;
        this.counter = counter;
    }

    /** Returns a proxy of the user's state machine, for the node. */
    StateMachine stateMachine() {
        return DelegatingProxy.of(StateMachine.class, users, this::call);
    }

    /** Whether {@code onLeaderStart} was last called in a term, so that the first entry of that term is committed. */
    boolean started(long term) {
        return started == term;
    }

    private @Nullable Object call(Method method, @Nullable Object[] args) throws Throwable {
        if (method.getDeclaringClass() != StateMachine.class) {
            return DelegatingProxy.call(users, method, args);
        }
        switch (method.getName()) {
            case "onApply" -> apply((Iterator) args[0]);
            case "onSnapshotSave" -> users.onSnapshotSave((SnapshotWriter) args[0], counted((Closure) args[1]));
            case "onSnapshotLoad" -> {
                return load((SnapshotReader) args[0]);
            }
            case "onLeaderStart" -> lead((Long) args[0]);
            default -> {
                return DelegatingProxy.call(users, method, args);
            }
        }
        return null;
    }

    private void apply(Iterator entries) {
        var batch = new CountingIterator(entries, counter::applied);
        users.onApply(batch.entries());
        batch.end();
    }

    /** Counts a snapshot before the node continues, so that it is counted when the caller receives the outcome. */
    private Closure counted(Closure done) {
        return (Status status) -> {
            if (status.isOk()) {
                counter.snapshotTaken();
            }
            done.run(status);
        };
    }

    private boolean load(SnapshotReader reader) {
        boolean restored = users.onSnapshotLoad(reader);
        if (restored) {
            counter.restored();
        }
        return restored;
    }

    private void lead(long term) {
        users.onLeaderStart(term);
        started = term;
    }
}
