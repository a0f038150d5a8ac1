package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.DelegatingProxy;
import io.raftelection.testing.spi.Instruments;
import java.lang.reflect.Method;
import java.util.NavigableSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.statemachine.TransactionContext;
import org.jspecify.annotations.Nullable;

/** Tells a test what one server's state machine of the user's was made to do, after it has done it. */
final class Counting {
    private final NavigableSet<Long> underWay = new ConcurrentSkipListSet<>();
    private final ServerId server;
    private final Instruments instruments;

    Counting(ServerId server, Instruments instruments) {
        this.server = server;
        this.instruments = instruments;
    }

    /** {@return up to where all is applied and counted: a state machine names an index as its last before that} */
    long applied(long last) {
        return underWay.stream()
                .findFirst()
                .map(first -> Math.min(last, first - 1))
                .orElse(last);
    }

    StateMachine on(StateMachine users) {
        return DelegatingProxy.of(StateMachine.class, users, (method, args) -> {
            if (method.getName().equals("applyTransaction")) {
                return apply(users, method, args);
            }
            var result = DelegatingProxy.call(users, method, args);
            switch (method.getName()) {
                case "takeSnapshot" -> {
                    if (result instanceof Long index && index >= 0) {
                        instruments.snapshotTaken(server);
                    }
                }
                case "initialize" -> {
                    if (users.getLatestSnapshot() != null) {
                        instruments.restored(server);
                    }
                }
                case "reinitialize" -> instruments.restored(server);
                default -> {}
            }
            return result;
        });
    }

    private @Nullable Object apply(StateMachine users, Method method, @Nullable Object[] args) throws Throwable {
        long index = ((TransactionContext) args[0]).getLogEntry().getIndex();
        underWay.add(index);
        var result = DelegatingProxy.call(users, method, args);
        return result instanceof CompletableFuture<?> applied
                ? applied.whenComplete((message, failure) -> {
                    instruments.applied(server);
                    underWay.remove(index);
                })
                : result;
    }
}
