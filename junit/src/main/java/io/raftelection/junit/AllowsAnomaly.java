package io.raftelection.junit;

import io.raftelection.Anomaly;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the kinds of anomalies that do not fail a test with a {@link RaftCluster}. Annotations on the class and on the
 * method add up. Without this annotation, every anomaly fails the test.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface AllowsAnomaly {

    /** {@return the allowed kinds} */
    Anomaly.Kind[] value();
}
