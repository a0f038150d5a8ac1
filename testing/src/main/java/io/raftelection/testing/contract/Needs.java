package io.raftelection.testing.contract;

import io.raftelection.testing.Capability;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What an engine has to offer for a test of a contract. If it does not offer it, the test asserts instead that the
 * operation says so, with the reason.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Needs {

    /** The capabilities. */
    Capability[] value();
}
