package io.raftelection.junit;

import io.raftelection.testing.TestEngine;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test a real cluster of its own, in which nobody leads until the test says who:
 *
 * <pre>{@code
 * @RaftCluster(engine = RatisEngine.class, servers = 3)
 * final class OrdersTest {
 *     @Test
 *     void orderIsKeptWhenTheLeaderIsLost(ElectionControl control, Client client) throws Exception {
 *         control.elect(ServerId.of("s1"));
 *         client.apply("order 1");
 *     }
 * }
 * }</pre>
 *
 * <p>On a class it is for all its tests, on a method for that one, which then needs none on its class. Test methods,
 * {@code @BeforeEach} and {@code @AfterEach} may have parameters of these types:
 * {@link io.raftelection.testing.ElectionControl}; {@link io.raftelection.testing.Client};
 * {@link io.raftelection.Tracker}; the cluster, as {@link io.raftelection.testing.TestCluster} or as the engine's own
 * type; and the engine, as its own type, by which a test reaches the state machines that it made.
 *
 * <p>The cluster is closed after the test and its {@code @AfterEach} methods. A test fails if the tracker heard of an
 * anomaly that it does not {@linkplain AllowsAnomaly allow}, or if a server was elected that it did not name. What a
 * failed test reports has the history of the cluster, and the paths of its recording, which {@code raft-election check}
 * reads, and of its {@linkplain io.raftelection.report.Timeline timeline}, for a browser. These files are in the output
 * directory of JUnit, which JUnit 5.12 and later create for each test; with JUnit 5.10 and 5.11 they are in the
 * directory {@code junit-raft-election} of {@code target} or {@code build}. Time-outs are scaled by
 * {@link io.raftelection.testing.TimeScale}.
 *
 * <p>Tests may run in parallel: nothing is shared.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(RaftClusterExtension.class)
public @interface RaftCluster {

    /**
     * {@return how the cluster is made} A class with a constructor of no parameters; a new one is made for each test.
     */
    Class<? extends TestEngine> engine();

    /** {@return how many servers it has, 1 to 9: {@code s1}, {@code s2} and so on} */
    int servers() default 3;
}
