package io.raftelection.ratis;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.Instruments;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.statemachine.StateMachine;

/** Proxies of users' state machines that tell a test what these were made to do, after they have done it. */
final class Counting {
    private Counting() {}

    static StateMachine on(StateMachine users, ServerId server, Instruments instruments) {
        return Tap.proxy(StateMachine.class, (method, args) -> {
            var result = Tap.call(users, method, args);
            switch (method.getName()) {
                case "applyTransaction" -> {
                    if (result instanceof CompletableFuture<?> applied) {
                        result = applied.whenComplete((message, failure) -> instruments.applied(server));
                    }
                }
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
}
