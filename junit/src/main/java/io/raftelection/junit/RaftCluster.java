package io.raftelection.junit;

import io.raftelection.testing.TestEngine;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a real cluster for each test, or one for all tests of a class. The cluster has no leader until a test elects
 * one:
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
 * <p>An annotation on a class applies to all tests of the class. An annotation on a method applies to that test and
 * overrides the one on the class. Test methods, {@code @BeforeEach} and {@code @AfterEach} can have parameters of these
 * types:
 *
 * <ul>
 *   <li>{@link io.raftelection.testing.ElectionControl}
 *   <li>{@link io.raftelection.testing.Client}
 *   <li>{@link io.raftelection.Tracker}
 *   <li>the cluster, as {@link io.raftelection.testing.TestCluster} or as the engine's own cluster class
 *   <li>the engine, as the class that {@link #engine()} names, for example to reach the state machines that it created
 * </ul>
 *
 * <p>With {@link #lifecycle()} {@code PER_CLASS}, {@code @BeforeAll} and {@code @AfterAll} can have these parameters,
 * too.
 *
 * <p>The extension closes the cluster after the test and its {@code @AfterEach} methods. A test fails if the tracker
 * recorded an anomaly that the test does not {@linkplain AllowsAnomaly allow}, or if a server won an election that the
 * test did not request.
 *
 * <p>The report of a failed test includes the history of the cluster and the paths of two files: a recording, which
 * {@code raft-election check} reads, and a {@linkplain io.raftelection.report.Timeline timeline} for a browser. With
 * JUnit 5.12 and later, these files are in JUnit's output directory for the test. With JUnit 5.10 and 5.11, they are in
 * the directory {@code junit-raft-election} in {@code target} or {@code build}.
 *
 * <p>{@link io.raftelection.testing.TimeScale} scales all timeouts.
 *
 * <p>Tests can run in parallel, because they share no state. Tests that share a cluster run one after the other.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(RaftClusterExtension.class)
public @interface RaftCluster {

    /**
     * {@return the class that creates the cluster} It needs a constructor without parameters. Each cluster gets a new
     * instance.
     */
    Class<? extends TestEngine> engine();

    /**
     * {@return how long a cluster lives}
     *
     * <p>{@code PER_METHOD}: each test has a cluster of its own.
     *
     * <p>{@code PER_CLASS}, only on a class: all tests of the class, and of its nested classes without an annotation of
     * their own, use one cluster. After each test and its {@code @AfterEach} methods, the extension
     * {@linkplain io.raftelection.testing.ElectionControl#reset() resets} the control: breakpoints end, paused servers
     * run, and all links are whole. The leader, killed servers, the members, the counts and the history go on. A test
     * fails only for its own anomalies and elections; what happens after the last test fails the class.
     */
    Lifecycle lifecycle() default Lifecycle.PER_METHOD;

    /** {@return the number of servers, 1 to 9} Their ids are {@code s1}, {@code s2}, and so on. */
    int servers() default 3;
}
