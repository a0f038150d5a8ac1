package io.raftelection.ratis.testing;

import io.raftelection.spi.DelegatingProxy;
import io.raftelection.testing.spi.CommandCounter;
import java.lang.reflect.Method;
import java.util.NavigableSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.statemachine.TransactionContext;
import org.jspecify.annotations.Nullable;

/** Counts what the user's state machine did for one server. Safe for use by many threads. */
final class CountingStateMachine {
    private final NavigableSet<Long> underWay = new ConcurrentSkipListSet<>();
    private final StateMachine users;
    private final CommandCounter counter;

    CountingStateMachine(StateMachine users, CommandCounter counter) {
        this.users = users;
        this.counter = counter;
    }

    /**
     * {@return the index up to which all commands are applied and counted} A state machine may report a later index as
     * its last applied one.
     *
     * @param last the index that it reports
     */
    long applied(long last) {
        return underWay.stream()
                .findFirst()
                .map(first -> Math.min(last, first - 1))
                .orElse(last);
    }

    /** Returns a proxy of the user's state machine, for the server. */
    StateMachine stateMachine() {
        return DelegatingProxy.of(StateMachine.class, users, (method, args) -> {
            if (method.getName().equals("applyTransaction")) {
                return apply(method, args);
            }
            var result = DelegatingProxy.call(users, method, args);
            switch (method.getName()) {
                case "takeSnapshot" -> {
                    if (result instanceof Long index && index >= 0) {
                        counter.snapshotTaken();
                    }
                }
                case "initialize" -> {
                    if (users.getLatestSnapshot() != null) {
                        counter.restored();
                    }
                }
                case "reinitialize" -> counter.restored();
                default -> {}
            }
            return result;
        });
    }

    private @Nullable Object apply(Method method, @Nullable Object[] args) throws Throwable {
        long index = ((TransactionContext) args[0]).getLogEntry().getIndex();
        underWay.add(index);
        var result = DelegatingProxy.call(users, method, args);
        return result instanceof CompletableFuture<?> applied
                ? applied.whenComplete((message, failure) -> {
                    counter.applied();
                    underWay.remove(index);
                })
                : result;
    }
}
