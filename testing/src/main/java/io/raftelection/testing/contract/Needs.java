package io.raftelection.testing.contract;

import io.raftelection.testing.Capability;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The operation that a test of a contract needs. If the engine does not offer it, the test asserts instead that the
 * operation is refused with the reason.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Needs {

    /** The capabilities. */
    Capability[] value();
}
