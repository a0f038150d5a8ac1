package io.raftelection.ratis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.apache.ratis.statemachine.StateMachine;
import org.jspecify.annotations.Nullable;

/**
 * Proxies of a user's state machine and of its callback interfaces. They let an {@link Ear} hear each call and then
 * make it. Proxies and no decorators, so that methods which a later Ratis adds go through too.
 */
final class Tap {
    private Tap() {}

    static StateMachine on(StateMachine users, Ear ear) {
        var events = on(StateMachine.EventApi.class, users::event, ear);
        var leaderEvents = on(StateMachine.LeaderEventApi.class, users::leaderEvent, ear);
        return proxy(StateMachine.class, (method, args) -> {
            ear.hear(method.getName(), args);
            return switch (method.getName()) {
                case "event" -> events;
                case "leaderEvent" -> leaderEvents;
                default -> call(users, method, args);
            };
        });
    }

    private static <T> T on(Class<T> api, Supplier<T> users, Ear ear) {
        return proxy(api, (method, args) -> {
            ear.hear(method.getName(), args);
            return call(users.get(), method, args);
        });
    }

    /** What a proxy does with a call. */
    interface Calls {
        @Nullable
        Object take(Method method, Object[] args) throws Throwable;
    }

    static <T> T proxy(Class<T> api, Calls calls) {
        return api.cast(Proxy.newProxyInstance(
                api.getClassLoader(),
                new Class<?>[] {api},
                (proxy, method, args) -> calls.take(method, args == null ? new Object[0] : args)));
    }

    /** Calls the user's object; what it throws is thrown as it is. */
    static @Nullable Object call(Object users, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(users, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
