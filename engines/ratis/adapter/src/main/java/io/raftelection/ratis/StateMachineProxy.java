package io.raftelection.ratis;

import io.raftelection.spi.DelegatingProxy;
import java.util.function.Supplier;
import org.apache.ratis.statemachine.StateMachine;

/**
 * Proxies of a user's state machine and of its callback interfaces. They pass each call to a
 * {@link RatisLeadershipListener} and then to the user's object.
 */
final class StateMachineProxy {
    private StateMachineProxy() {}

    static StateMachine on(StateMachine users, RatisLeadershipListener listener) {
        var events = on(StateMachine.EventApi.class, users::event, listener);
        var leaderEvents = on(StateMachine.LeaderEventApi.class, users::leaderEvent, listener);
        var followerEvents = on(StateMachine.FollowerEventApi.class, users::followerEvent, listener);
        return DelegatingProxy.of(StateMachine.class, users, (method, args) -> {
            listener.called(method, args);
            if (method.getDeclaringClass() == StateMachine.class) {
                switch (method.getName()) {
                    case "event" -> {
                        return events;
                    }
                    case "leaderEvent" -> {
                        return leaderEvents;
                    }
                    case "followerEvent" -> {
                        return followerEvents;
                    }
                    default -> {}
                }
            }
            return DelegatingProxy.call(users, method, args);
        });
    }

    private static <T> T on(Class<T> api, Supplier<T> users, RatisLeadershipListener listener) {
        return DelegatingProxy.of(api, users, (method, args) -> {
            listener.called(method, args);
            return DelegatingProxy.call(users.get(), method, args);
        });
    }
}
