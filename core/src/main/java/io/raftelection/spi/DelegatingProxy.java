package io.raftelection.spi;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Proxies with which an adapter intercepts the calls of a user's object. Unlike a delegating class, a proxy also
 * forwards the methods that a later version of the engine adds. Safe for use by many threads.
 *
 * <p>A proxy has the hash code and the text of the user's object. It is equal to itself, and to another proxy of an
 * object that is equal to its own.
 */
@SuppressWarnings("exports") // the annotation is not needed at run time
public final class DelegatingProxy {
    private DelegatingProxy() {}

    /** Handles the calls of a proxy, other than those of {@code equals}, {@code hashCode} and {@code toString}. */
    @FunctionalInterface
    public interface Calls {

        /**
         * Handles a call, usually with {@link DelegatingProxy#call}.
         *
         * @param method the method that was called
         * @param args its arguments; an empty array if it has none
         * @return the result
         * @throws Throwable the exception for the caller
         */
        @Nullable
        Object handle(Method method, @Nullable Object[] args) throws Throwable;
    }

    /**
     * Creates a proxy that implements the given interface and all other interfaces of the user's object. It omits the
     * interfaces that a Java proxy cannot implement together with it: sealed interfaces, and non-public interfaces of
     * several packages.
     *
     * @param api the engine's interface
     * @param users the user's object
     * @param calls handles the calls
     * @param <T> the engine's interface
     * @return the proxy
     */
    public static <T> T of(Class<T> api, T users, Calls calls) {
        var handler = new Handler(() -> users, calls);
        var loader = users.getClass().getClassLoader();
        for (var interfaces : List.of(interfaces(api, users, true), interfaces(api, users, false))) {
            try {
                return api.cast(Proxy.newProxyInstance(loader, interfaces.toArray(new Class<?>[0]), handler));
            } catch (IllegalArgumentException e) {
                // Java cannot combine these interfaces. The next attempt has fewer.
            }
        }
        return only(api, handler);
    }

    /**
     * Creates a proxy that implements only the given interface, for an object that is fetched at each call.
     *
     * @param api the engine's interface
     * @param users returns the user's object
     * @param calls handles the calls
     * @param <T> the engine's interface
     * @return the proxy
     */
    public static <T> T of(Class<T> api, Supplier<? extends T> users, Calls calls) {
        return only(api, new Handler(users, calls));
    }

    private static <T> T only(Class<T> api, Handler handler) {
        return api.cast(Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] {api}, handler));
    }

    /**
     * Calls the user's object, and throws what it throws.
     *
     * @param users the user's object
     * @param method the method
     * @param args its arguments
     * @return the result
     * @throws Throwable what the user's object throws
     */
    public static @Nullable Object call(Object users, Method method, @Nullable Object[] args) throws Throwable {
        if (!method.canAccess(users)) {
            method.trySetAccessible(); // a method of an interface that is not public
        }
        try {
            return method.invoke(users, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /**
     * Finds the user's object, also behind a proxy of a proxy.
     *
     * @param proxy any object
     * @return the user's object; empty if the argument is not a proxy of this class
     */
    public static Optional<Object> target(Object proxy) {
        var handler = handler(proxy);
        if (handler == null) {
            return Optional.empty();
        }
        Object users = handler.users.get();
        return Optional.of(target(users).orElse(users));
    }

    private static @Nullable Handler handler(@Nullable Object proxy) {
        return proxy != null
                        && Proxy.isProxyClass(proxy.getClass())
                        && Proxy.getInvocationHandler(proxy) instanceof Handler handler
                ? handler
                : null;
    }

    private static Set<Class<?>> interfaces(Class<?> api, Object users, boolean all) {
        var interfaces = new LinkedHashSet<Class<?>>();
        interfaces.add(api);
        for (Class<?> type = users.getClass(); type != null; type = type.getSuperclass()) {
            for (var each : type.getInterfaces()) {
                if (!each.isSealed() && !each.isHidden() && (all || isPublic(each))) {
                    interfaces.add(each);
                }
            }
        }
        return interfaces;
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers());
    }

    /** Handles the calls of one proxy. */
    private record Handler(Supplier<?> users, Calls calls) implements InvocationHandler {

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
                throws Throwable {
            var given = args == null ? new Object[0] : args;
            if (method.getDeclaringClass() != Object.class) {
                return calls.handle(method, given);
            }
            return method.getName().equals("equals")
                    ? proxy == given[0] || isEqual(given[0])
                    : call(users.get(), method, given);
        }

        private boolean isEqual(@Nullable Object other) {
            var handler = handler(other);
            return handler != null && Objects.equals(users.get(), handler.users.get());
        }
    }
}
