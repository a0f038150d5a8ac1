package io.raftelection.springboot;

import io.raftelection.Leadership;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A method that runs while a server leads.
 *
 * @param name the bean and the method, for logs and threads
 * @param bean the bean
 * @param method the method
 * @param server the server, not resolved yet; empty for the default
 * @param tracker the name of the tracker's bean; empty for the only one
 */
record LeaderMethod(String name, Object bean, Method method, String server, String tracker) {

    /**
     * {@return the method of a bean}
     *
     * @throws IllegalStateException if it cannot be called
     */
    static LeaderMethod of(String beanName, Object bean, Method declared, RunWhenLeading annotation) {
        var name = beanName + "." + declared.getName();
        var parameters = declared.getParameterTypes();
        if (parameters.length > 1 || (parameters.length == 1 && parameters[0] != Leadership.class)) {
            throw new IllegalStateException("@RunWhenLeading " + name
                    + ": has other parameters, expected none or one of the type io.raftelection.Leadership");
        }
        if (declared.getReturnType() != void.class) {
            throw new IllegalStateException("@RunWhenLeading " + name + ": returns "
                    + declared.getReturnType().getName() + ", expected void");
        }
        var method = AopUtils.selectInvocableMethod(declared, bean.getClass());
        ReflectionUtils.makeAccessible(method);
        return new LeaderMethod(name, bean, method, annotation.server(), annotation.tracker());
    }

    /** Calls the method. */
    void call(Leadership leadership) throws Exception {
        try {
            if (method.getParameterCount() == 0) {
                method.invoke(bean);
            } else {
                method.invoke(bean, leadership);
            }
        } catch (InvocationTargetException e) {
            ReflectionUtils.rethrowException(e.getTargetException());
        }
    }
}
