package io.raftelection.ratis;

import io.raftelection.spi.DelegatingProxy;
import java.util.function.Supplier;
import org.apache.ratis.statemachine.StateMachine;

/**
 * Proxies of a user's state machine and of its callback interfaces. They pass each call to an {@link Ear} and then to
 * the user's object.
 */
final class Tap {
    private Tap() {}

    static StateMachine on(StateMachine users, Ear ear) {
        var events = on(StateMachine.EventApi.class, users::event, ear);
        var leaderEvents = on(StateMachine.LeaderEventApi.class, users::leaderEvent, ear);
        return DelegatingProxy.of(StateMachine.class, users, (method, args) -> {
            ear.hear(method, args);
            if (method.getDeclaringClass() == StateMachine.class) {
                switch (method.getName()) {
                    case "event" -> {
                        return events;
                    }
                    case "leaderEvent" -> {
                        return leaderEvents;
                    }
                    default -> {}
                }
            }
            return DelegatingProxy.call(users, method, args);
        });
    }

    private static <T> T on(Class<T> api, Supplier<T> users, Ear ear) {
        return DelegatingProxy.of(api, users, (method, args) -> {
            ear.hear(method, args);
            return DelegatingProxy.call(users.get(), method, args);
        });
    }
}
