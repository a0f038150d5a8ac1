package io.raftelection.testing.spi;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Objects that stand between an engine and an object of the user. A proxy, unlike a decorator, also passes on the
 * methods that a later version of the engine adds.
 */
public final class Delegation {
    private Delegation() {}

    /** What to do with a call. */
    @FunctionalInterface
    public interface Call {

        /**
         * Takes a call.
         *
         * @param method the called method
         * @param arguments its arguments, possibly none
         * @return the result
         * @throws Throwable what the method may throw
         */
        @Nullable
        Object take(Method method, @Nullable Object[] arguments) throws Throwable;
    }

    /**
     * {@return an object of an interface that hands every call on}
     *
     * @param api the interface
     * @param call takes every call
     * @param <T> the interface
     */
    public static <T> T of(Class<T> api, Call call) {
        return api.cast(Proxy.newProxyInstance(
                api.getClassLoader(),
                new Class<?>[] {api},
                (proxy, method, arguments) -> call.take(method, arguments == null ? new Object[0] : arguments)));
    }

    /**
     * Calls the user's object.
     *
     * @param target the user's object
     * @param method the method
     * @param arguments its arguments
     * @return what it returns
     * @throws Throwable what it throws, unchanged
     */
    public static @Nullable Object call(Object target, Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
