package io.raftelection.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.raftelection.ServerId;
import io.raftelection.junit.RaftCluster;
import io.raftelection.ratis.testing.RatisEngine;
import io.raftelection.testing.Client;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.MessageFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs one test with an application that waits until it is ready, and with one that does not. */
final class TicketOfficeTest {

    // region engine
    abstract static class Offices implements TestEngine {
        private final boolean waitUntilReady;
        private final Map<ServerId, TicketOffice> offices = new ConcurrentHashMap<>();

        Offices(boolean waitUntilReady) {
            this.waitUntilReady = waitUntilReady;
        }

        @Override
        public EngineRuntime open(List<ServerId> servers, MessageFilter filter) {
            return RatisEngine.builder().stateMachines(this::office).build().open(servers, filter);
        }

        private TicketOffice office(ServerId server) {
            var office = new TicketOffice(waitUntilReady);
            offices.put(server, office);
            return office;
        }

        TicketOffice of(ServerId server) {
            return Optional.ofNullable(offices.get(server)).orElseThrow();
        }
    }
    // endregion

    static final class Patient extends Offices {
        Patient() {
            super(true);
        }
    }

    static final class Eager extends Offices {
        Eager() {
            super(false);
        }
    }

    /** The property that every office must have. */
    abstract static class NoTicketIsSoldTwice {
        private static final ServerId S1 = ServerId.of("s1");
        private static final ServerId S2 = ServerId.of("s2");

        // region sold
        @Test
        void whenTheLeaderIsLostAfterASale(ElectionControl control, Client client, Offices offices) throws Exception {
            var term = control.elect(S1);
            long ticket = offices.of(S1).take();
            // The followers have the sale in their logs and do not know yet that it is committed.
            var lost = term.when().command(1).committed().depose();
            client.apply(String.valueOf(ticket));
            lost.await();

            control.elect(S2);

            assertThat(offices.of(S2).take()).isGreaterThan(ticket);
        }
        // endregion
    }

    @RaftCluster(engine = Patient.class)
    static final class OfPatientOfficesTest extends NoTicketIsSoldTwice {}

    @RaftCluster(engine = Eager.class)
    static final class OfEagerOffices extends NoTicketIsSoldTwice {}

    @Test
    void officeThatServesBeforeItIsReadyIsFoundOut() {
        var events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(OfEagerOffices.class))
                .execute()
                .testEvents();

        events.assertStatistics(counts -> counts.started(1).failed(1));
        var failure = events.failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .findFirst()
                .orElseThrow();
        assertThat(failure).hasMessageContaining("to be greater than:\n  1L");
        assertThat(failure.getSuppressed()[0]).hasMessageContaining("s2 acquired term ");
    }

    @Test
    void officeThatWaitsUntilItIsReadyPasses() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(OfPatientOfficesTest.class))
                .execute()
                .testEvents()
                .assertStatistics(counts -> counts.started(1).succeeded(1));
    }
}
