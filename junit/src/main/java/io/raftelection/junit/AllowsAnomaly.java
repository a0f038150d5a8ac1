package io.raftelection.junit;

import io.raftelection.Anomaly;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which anomalies do not fail a test with a {@link RaftCluster}. What its class and its method say is added up;
 * unless something is said, every anomaly fails it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface AllowsAnomaly {

    /** {@return the kinds that are allowed} */
    Anomaly.Kind[] value();
}
