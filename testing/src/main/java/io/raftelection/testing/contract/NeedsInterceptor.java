package io.raftelection.testing.contract;

import io.raftelection.testing.Capability;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** If the engine does not offer an operation that a test {@link Needs}, replaces the test by a check of the refusal. */
final class NeedsInterceptor implements InvocationInterceptor {
    private final Check check;

    /** Checks the refusal of an operation that an engine does not offer. */
    @FunctionalInterface
    interface Check {

        /** {@return whether the engine lacks it; if so, the refusal was asserted} */
        boolean lacks(Capability capability) throws Exception;
    }

    NeedsInterceptor(Check check) {
        this.check = check;
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> called, ExtensionContext test)
            throws Throwable {
        intercept(invocation, called);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> called, ExtensionContext test)
            throws Throwable {
        intercept(invocation, called);
    }

    private void intercept(Invocation<Void> invocation, ReflectiveInvocationContext<Method> called) throws Throwable {
        var needs = called.getExecutable().getAnnotation(Needs.class);
        if (needs != null && lacksOneOf(needs.value())) {
            invocation.skip();
        } else {
            invocation.proceed();
        }
    }

    private boolean lacksOneOf(Capability... capabilities) throws Exception {
        for (var capability : capabilities) {
            if (check.lacks(capability)) {
                return true;
            }
        }
        return false;
    }
}
