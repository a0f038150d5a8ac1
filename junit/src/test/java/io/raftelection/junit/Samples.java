package io.raftelection.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Anomaly;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.jraft.testing.JRaftEngine;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.Client;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.ServerConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Correct and incorrect user tests, which {@link RaftClusterExtensionTest} runs. */
final class Samples {
    static final Queue<ElectionControl> STARTED = new ConcurrentLinkedQueue<>();

    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    private Samples() {}

    @RaftCluster(engine = JRaftEngine.class)
    static final class Good {
        private static final Set<ElectionControl> SEEN = ConcurrentHashMap.newKeySet();

        @BeforeEach
        void elect(ElectionControl control) throws Exception {
            control.elect(S1);
        }

        @RepeatedTest(3)
        void eachHasItsOwn(ElectionControl control, Client client, Tracker tracker, TestCluster cluster)
                throws Exception {
            assertThat(SEEN.add(control)).isTrue();
            assertThat(control.servers()).hasSize(3);
            assertThat(control.cluster()).isSameAs(cluster);
            assertThat(control.tracker()).isSameAs(tracker);
            client.apply("one");
            control.barrier();
            assertThat(control.counts(S2).commands()).isEqualTo(1);
        }

        @Test
        void typesOfTheEngineFit(TestCluster cluster, JRaftEngine engine, ElectionControl control) {
            assertThat(control.cluster()).isSameAs(cluster);
            assertThat(engine).isNotNull();
        }

        @Test
        @RaftCluster(engine = Liar.class, servers = 1)
        void methodSaysOtherwise(ElectionControl control, Liar engine) {
            assertThat(control.servers()).containsExactly(S1);
            assertThat(engine.sinks).containsKeys(S1);
        }

        @Nested
        final class Inner {
            @Test
            void hasOneToo(ElectionControl control) throws Exception {
                assertThat(control.term()).isPresent();
                assertThat(control.elect(S2).isHeld()).isTrue();
            }
        }
    }

    /** An engine of a user. It exposes the sink of each server, so that a test can report false events. */
    static final class Liar implements TestEngine {
        final Map<ServerId, LeadershipSink> sinks = new ConcurrentHashMap<>();

        @Override
        public EngineRuntime open(List<ServerId> servers, MessageFilter filter) {
            return new Overheard(new JRaftEngine().open(servers, filter), sinks);
        }

        void lie(ServerId server) {
            Optional.ofNullable(sinks.get(server)).orElseThrow().lost();
        }
    }

    /** Keeps the sinks that servers are started with. */
    private record Overheard(EngineRuntime runtime, Map<ServerId, LeadershipSink> sinks) implements EngineRuntime {
        @Override
        public Optional<String> notOffered(Capability capability) {
            return runtime.notOffered(capability);
        }

        @Override
        public EngineServer start(ServerConfig config) throws IOException, InterruptedException {
            sinks.put(config.id(), config.sink());
            return runtime.start(config);
        }

        @Override
        public void close() {
            runtime.close();
        }
    }

    @RaftCluster(engine = JRaftEngine.class)
    static final class Failing {
        @Test
        void fails(ElectionControl control) throws Exception {
            STARTED.add(control);
            control.elect(S1);
            throw new IllegalStateException("it fails");
        }
    }

    @RaftCluster(engine = JRaftEngine.class)
    static final class FailingBefore {
        @BeforeEach
        void failBefore(ElectionControl control) throws Exception {
            STARTED.add(control);
            control.elect(S1);
            throw new IllegalStateException("before it fails");
        }

        @Test
        void failsBefore() {}
    }

    @RaftCluster(engine = Liar.class)
    @AllowsAnomaly(Anomaly.Kind.DUPLICATE)
    static final class Odd {
        @Test
        void doesNotAllow(ElectionControl control, Liar engine) {
            STARTED.add(control);
            engine.lie(S2);
        }

        @Test
        @AllowsAnomaly(Anomaly.Kind.SPURIOUS_LOSS)
        void allows(ElectionControl control, Liar engine) throws Exception {
            STARTED.add(control);
            var term = control.elect(S1).number();
            Optional.ofNullable(engine.sinks.get(S1)).orElseThrow().acquired(term.orElseThrow());
            engine.lie(S2);
            assertThat(control.tracker().anomalies())
                    .extracting(Anomaly::kind)
                    .containsExactly(Anomaly.Kind.DUPLICATE, Anomaly.Kind.SPURIOUS_LOSS);
        }

        @Test
        @AllowsAnomaly(Anomaly.Kind.STALE)
        void allowsAnother(ElectionControl control, Liar engine) {
            STARTED.add(control);
            engine.lie(S2);
        }

        @Test
        void liesOften(ElectionControl control, Liar engine) {
            STARTED.add(control);
            for (int i = 0; i < 25; i++) {
                engine.lie(S2);
            }
        }

        @Test
        void electsBehindTheBack(ElectionControl control) throws Exception {
            STARTED.add(control);
            control.cluster().allow(Set.of(S2));
            control.cluster().campaign(S2);
            control.tracker().await(S2, ElectionControl.PATIENCE);
        }
    }

    static final class Wrong {
        @Test
        @RaftCluster(engine = JRaftEngine.class, servers = 0)
        void noServers() {}

        @Test
        @RaftCluster(engine = NotMade.class)
        void engineThatCannotBeMade() {}

        @Test
        @RaftCluster(engine = JRaftEngine.class)
        void unknownParameter(Object anything) {
            assertThat(anything).isNotNull();
        }
    }

    /** An engine without a constructor that JUnit can call. */
    record NotMade(String name) implements TestEngine {
        @Override
        public EngineRuntime open(List<ServerId> servers, MessageFilter filter) {
            return new JRaftEngine().open(servers, filter);
        }
    }
}
