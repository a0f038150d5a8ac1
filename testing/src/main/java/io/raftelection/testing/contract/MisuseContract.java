package io.raftelection.testing.contract;

import static io.raftelection.testing.contract.ContractCluster.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The part of {@link AdapterContract} about listeners that come late, block or throw, trackers and clusters that end
 * meanwhile, and calls that are refused.
 */
abstract class MisuseContract {
    @RegisterExtension
    final Outcomes outcomes = new Outcomes();

    @SuppressWarnings("this-escape") // only tests call engine(), after the construction
    @RegisterExtension
    final ContractClusters clusters = new ContractClusters(this::engine, outcomes);

    @RegisterExtension
    final NeedsInterceptor needs = new NeedsInterceptor(clusters::lacks);

    /** {@return the engine whose adapter is checked} */
    protected abstract TestEngine engine();

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void lateSubscriberMissesNothing(int servers) throws Exception {
        var contract = clusters.of(servers);
        var elections = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 5; round++) {
                var election = elections.submit(contract::elect);
                var heard = new RecordingListener();
                try (var subscription = contract.tracker().subscribe(heard)) {
                    election.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                    heard.awaitAllOf(contract::heard);
                }
            }
        } finally {
            elections.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void reportHoldsUpNoThreadOfTheEngine(int servers) throws Exception {
        var contract = clusters.of(servers);
        for (int election = 0; election < servers; election++) {
            contract.elect();
            contract.awaitFreeThreads();
        }
    }

    @Test
    final void subscriberThatBlocksLosesAndCausesNoElection() throws Exception {
        var contract = clusters.of(3);
        var blocking = new BlockingListener();
        try (var subscription = contract.tracker().subscribe(blocking)) {
            assertThat(blocking.awaitBegin()).isTrue();

            assertElections(contract); // none would end if a thread of the engine waited for the subscriber
        } finally {
            blocking.release();
        }
    }

    @Test
    final void subscriberThatThrowsLosesAndCausesNoElection() throws Exception {
        var contract = clusters.of(3);
        try (var subscription = contract.tracker().subscribe(event -> {
            throw new IllegalStateException("thrown by a subscriber, as the contract wants it");
        })) {
            assertElections(contract);
        }
    }

    /**
     * Checks that the engine elects whom it should, and that no report holds up a thread of it. A busy machine may see
     * more elections than these.
     */
    private static void assertElections(ContractCluster contract) throws Exception {
        int before = contract.acquisitions().size();
        for (int election = 1; election <= 3; election++) {
            contract.elect();
            contract.awaitFreeThreads();
            assertThat(contract.acquisitions()).hasSizeGreaterThanOrEqualTo(before + election);
        }
        contract.agree();
    }

    @Test
    final void reportThatRacesTheEndOfItsTrackerNeitherBlocksNorThrows() throws Exception {
        var contract = clusters.of(3);
        var ends = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 20; round++) {
                var other = Tracker.lenient("racing");
                var racing = new CountingSink(2);
                other.subscribe(event -> {}); // what is odd to one that came late is no warning
                contract.join(other, racing::to);
                var end = ends.submit(() -> {
                    assertThat(racing.awaitBegin()).isTrue();
                    other.close();
                    return other;
                });

                contract.elect();

                end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(racing.awaitReturn()).isTrue();
                contract.part();
                long returned = racing.returned();
                assertThat(other.history().events().size() + other.dropped())
                        .as("recorded or counted as dropped")
                        .isGreaterThanOrEqualTo(returned);
            }
        } finally {
            ends.shutdownNow();
        }
    }

    @Test
    final void ignoredEngineGoesOnUnheard() throws Exception {
        var contract = clusters.of(3);
        try (var other = Tracker.lenient("ignoring")) {
            other.subscribe(event -> {}); // what is odd to one that came late is no warning
            var racing = new CountingSink(4);
            contract.join(other, racing::to);
            contract.elect();
            var held = other.awaitLeader(PATIENCE);

            other.ignore();

            assertThat(held.awaitLost(PATIENCE).cause()).isEqualTo(Cause.IGNORED);
            int heard = other.history().events().size();
            contract.elect();
            assertThat(racing.awaitReturn()).isTrue();
            assertThat(other.history().events()).hasSize(heard);
            assertThat(other.dropped()).isPositive();
            contract.part();
        }
    }

    @Test
    final void operationsThatMakeNoSenseAreRefused() throws Exception {
        var contract = clusters.of(3);
        var cluster = contract.cluster();
        var stranger = ServerId.of("s9");
        var message = "server s9: not of this cluster, expected one of " + cluster.servers();

        assertThatThrownBy(() -> cluster.isRunning(stranger)).hasMessage(message);
        assertThatThrownBy(() -> cluster.kill(stranger)).hasMessage(message);
        if (contract.offers(Capability.TRANSFER)) {
            assertThatThrownBy(() -> cluster.transfer(stranger)).hasMessage(message);
        }
        if (contract.offers(Capability.STEP_DOWN)) {
            assertThatThrownBy(() -> cluster.stepDown(stranger)).hasMessage(message);
            contract.withFollower(follower -> assertThatThrownBy(() -> cluster.stepDown(follower))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("server " + follower + ": does not lead"));
        }
        if (contract.offers(Capability.ISOLATE)) {
            assertThatThrownBy(() -> cluster.isolate(stranger)).hasMessage(message);
        }
        if (contract.offers(Capability.CUT)) {
            assertThatThrownBy(() -> cluster.cut(cluster.servers().get(0), stranger))
                    .hasMessage(message);
        }
        if (contract.offers(Capability.RESTART)) {
            assertThatThrownBy(() -> cluster.restart(stranger)).hasMessage(message);
            assertThatThrownBy(() -> cluster.restart(cluster.servers().get(0)))
                    .hasMessage("server s1: runs, expected a killed one");
        }
        assertThatThrownBy(cluster::start).hasMessage("cluster: started already");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void lossIsReportedWhenTheClusterIsClosed(int servers) throws Exception {
        var contract = clusters.started(servers);
        try (contract) {
            var leader = contract.leader();

            contract.cluster().close();

            assertThat(leader.isHeld()).isFalse();
            assertThat(contract.cluster().claims()).isEmpty();
            assertThat(contract.tracker().leader()).isEmpty();
            contract.checkHistory();
        }
    }

    @Test
    final void clusterThatIsClosedStaysClosed() throws Exception {
        var cluster = new TestCluster(engine(), List.of(ServerId.of("s1")), server -> new FanOutSink());
        cluster.close();
        cluster.close();

        assertThatThrownBy(cluster::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cluster: closed");
        assertThatThrownBy(() -> cluster.kill(ServerId.of("s1")))
                .hasMessage("server s1: does not run, expected one of []");
    }
}
