package io.raftelection.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.jraft.testing.JRaftEngine;
import io.raftelection.junit.Samples.Liar;
import io.raftelection.testing.Client;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.Plan;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Correct and incorrect user tests with one cluster per class, which {@link RaftClusterPerClassTest} runs. */
final class ClassSamples {
    static final Queue<ElectionControl> STARTED = new ConcurrentLinkedQueue<>();

    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");

    private ClassSamples() {}

    @RaftCluster(engine = JRaftEngine.class, lifecycle = Lifecycle.PER_CLASS)
    @TestMethodOrder(OrderAnnotation.class)
    @Execution(ExecutionMode.SAME_THREAD)
    static final class Shared {
        private static final Queue<Plan> PLANS = new ConcurrentLinkedQueue<>();
        private static Optional<ElectionControl> shared = Optional.empty();

        @BeforeAll
        static void elect(ElectionControl control, Client client, Tracker tracker) throws Exception {
            STARTED.add(control);
            shared = Optional.of(control);
            assertThat(control.tracker()).isSameAs(tracker);
            control.elect(S1);
            client.apply("one");
        }

        @Test
        @Order(1)
        void disturbs(ElectionControl control) throws Exception {
            assertThat(shared).contains(control);
            PLANS.add(control.term().orElseThrow().when().command(2).appended().depose());
            control.disconnect(S3);
        }

        @Test
        @Order(2)
        void findsLinksHealedAndNoBreakpoints(ElectionControl control, Client client) throws Exception {
            assertThat(shared).contains(control);
            assertThat(control.cluster().areConnected(S1, S3)).isTrue();
            assertThat(PLANS).allMatch(plan -> plan.done().toCompletableFuture().isCompletedExceptionally());
            client.apply("two");
            control.barrier();
            assertThat(control.counts(S3).commands()).isEqualTo(2);
            assertThat(control.term().orElseThrow().server()).isEqualTo(S1);
            assertThat(control.tracker().history().summary().elections()).isEqualTo(1);
        }

        @Test
        @Order(3)
        @RaftCluster(engine = JRaftEngine.class, servers = 1)
        void hasItsOwn(ElectionControl control) {
            assertThat(shared).isPresent().get().isNotSameAs(control);
            assertThat(control.servers()).containsExactly(S1);
        }

        @Nested
        final class Inner {
            @Test
            void usesTheSame(ElectionControl control) {
                assertThat(shared).contains(control);
            }
        }

        @AfterAll
        static void isStillThere(ElectionControl control) {
            assertThat(shared).contains(control);
            assertThat(control.cluster().isRunning(S1)).isTrue();
        }
    }

    @RaftCluster(engine = JRaftEngine.class, lifecycle = Lifecycle.PER_CLASS)
    static final class Parallel {
        private static final AtomicInteger AT_ONCE = new AtomicInteger();

        @RepeatedTest(6)
        void takeTurns(ElectionControl control) throws Exception {
            STARTED.add(control);
            assertThat(AT_ONCE.incrementAndGet()).isEqualTo(1);
            control.elect(control.term().isPresent() ? other(control) : S1);
            AT_ONCE.decrementAndGet();
        }

        private static ServerId other(ElectionControl control) {
            return control.term().orElseThrow().server().equals(S1) ? S2 : S1;
        }
    }

    @RaftCluster(engine = Liar.class, lifecycle = Lifecycle.PER_CLASS)
    @TestMethodOrder(OrderAnnotation.class)
    @Execution(ExecutionMode.SAME_THREAD)
    static final class Odd {
        @Test
        @Order(1)
        void lies(ElectionControl control, Liar engine) {
            STARTED.add(control);
            engine.lie(S2);
        }

        @Test
        @Order(2)
        void liesAndFails(Liar engine) {
            engine.lie(S2);
            throw new IllegalStateException("it fails");
        }

        @Test
        @Order(3)
        void electsBehindTheBack(ElectionControl control) throws Exception {
            control.cluster().allow(Set.of(S2));
            control.cluster().campaign(S2);
            control.tracker().await(S2, ElectionControl.PATIENCE);
            control.cluster().allow(Set.of());
        }

        @Test
        @Order(4)
        void isNotToBlame(ElectionControl control) {
            assertThat(control.tracker().anomalies()).hasSize(2);
        }

        @AfterAll
        static void liesInTheEnd(Liar engine) {
            engine.lie(S3);
        }
    }

    static final class OnAMethod {
        @Test
        @RaftCluster(engine = JRaftEngine.class, lifecycle = Lifecycle.PER_CLASS)
        void cannotBe() {
            assertThat(Duration.ZERO).isZero();
        }
    }

    @RaftCluster(engine = JRaftEngine.class, servers = 0, lifecycle = Lifecycle.PER_CLASS)
    static final class NotStarted {
        @Test
        void neverRuns() {
            assertThat(Duration.ZERO).isZero();
        }
    }
}
