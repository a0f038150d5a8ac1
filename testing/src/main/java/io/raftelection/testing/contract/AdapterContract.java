package io.raftelection.testing.contract;

import static io.raftelection.testing.contract.ContractCluster.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestCluster.Claim;
import io.raftelection.testing.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promises that every adapter keeps, checked on real clusters of its engine. An adapter's test extends it and
 * creates the engine:
 *
 * <pre>{@code
 * final class RatisInMemoryTest extends AdapterContract {
 *     @Override
 *     protected String title() {
 *         return "Apache Ratis, in memory";
 *     }
 *
 *     @Override
 *     protected TestEngine engine() {
 *         return RatisEngine.builder().transport(Transport.MEMORY).build();
 *     }
 * }
 * }</pre>
 *
 * <p>Every test waits for events, never for time. It compares the reports to the tracker with the engine's own claims,
 * {@link TestCluster#claims}, so that it finds a missing report. If the engine does not offer an operation that a test
 * needs, the test asserts that the engine gives the reason, and the outcome is "not offered" with that reason. No test
 * is skipped. A test that fails prints the history.
 *
 * <p>The outcomes are written to {@code target/contract}, as a Markdown table with one column per engine.
 *
 * <p>The next test uses a cluster again if all its servers run.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
public abstract class AdapterContract {
    /**
     * The order of tests that cut links and kill servers. They run after the tests that count elections, because a
     * server that returns may cause one.
     */
    private static final int DISRUPTIVE = Integer.MAX_VALUE - 1;

    private static final int LAST = Integer.MAX_VALUE;

    @RegisterExtension
    final Outcomes outcomes = new Outcomes();

    @SuppressWarnings("this-escape") // only tests call engine(), after the construction
    @RegisterExtension
    final ContractClusters clusters = new ContractClusters(this::engine, outcomes);

    @RegisterExtension
    final NeedsInterceptor needs = new NeedsInterceptor(clusters::lacks);

    /** Creates it; for JUnit. */
    protected AdapterContract() {}

    /**
     * {@return the engine and its transport, as the title of its column, for example {@code Apache Ratis, in memory}}
     */
    protected abstract String title();

    /** {@return the engine whose adapter is checked} */
    protected abstract TestEngine engine();

    /**
     * {@return whether a thread belongs to the engine as a whole, and to no cluster} Some engines have pools for the
     * whole JVM that cannot be ended. The default is {@code false} for every thread.
     *
     * @param thread a thread that is alive after its cluster was closed
     */
    protected boolean outlivesClusters(Thread thread) {
        return false;
    }

    @AfterEach
    final void engineAgreesAndHistoryIsOrderly() throws InterruptedException {
        clusters.check();
    }

    @AfterAll
    final void closeAndWriteOutcomes() throws IOException {
        clusters.close();
        outcomes.write(title());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    @Needs(Capability.TERMS)
    final void firstElectionIsToldWithItsTerm(int servers) throws Exception {
        var contract = clusters.of(servers);

        var first = contract.acquisitions().get(0);

        assertThat(first.tenure()).hasValue(1);
        assertThat(first.term().orElseThrow()).isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    @Needs(Capability.TRANSFER)
    final void expectationOfAChosenServerIsFulfilled(int servers) throws Exception {
        var contract = clusters.of(servers);
        var old = contract.leader();
        var chosen = contract.others(old.server()).get(servers - 2);
        var future = contract.tracker().expect(chosen, PATIENCE);

        contract.cluster().transfer(chosen);

        assertThat(future.done().server()).isEqualTo(chosen);
        assertThat(old.awaitLost(PATIENCE).server()).isEqualTo(old.server());
        contract.elect(); // ends the expected leadership, so that a new expectation can begin
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    @Needs(Capability.STEP_DOWN)
    final void lossIsToldWhenTheLeaderStepsDown(int servers) throws Exception {
        var contract = clusters.of(servers);
        var old = contract.leader();

        contract.cluster().stepDown(old.server());

        old.awaitLost(PATIENCE);
        assertThat(contract.leader().tenure()).isGreaterThan(old.tenure());
        assertThat(contract.cluster().isRunning(old.server())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    @Order(DISRUPTIVE)
    @Needs(Capability.ISOLATE)
    final void lossIsToldWhenTheLeaderIsCutOffFromTheMajority(int servers) throws Exception {
        var contract = clusters.of(servers);
        var old = contract.leader();

        contract.cluster().isolate(old.server());

        old.awaitLost(PATIENCE);
        assertThat(contract.leader().server()).isNotEqualTo(old.server());
        contract.agree();
        contract.cluster().heal();
        contract.elect();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    @Order(DISRUPTIVE)
    @Needs(Capability.CUT)
    final void lossIsToldWhenNobodyHearsTheLeader(int servers) throws Exception {
        var contract = clusters.of(servers);
        var old = contract.leader();

        contract.others(old.server()).forEach(other -> contract.cluster().cut(old.server(), other));

        old.awaitLost(PATIENCE);
        assertThat(contract.leader().server()).isNotEqualTo(old.server());
        contract.agree();
        contract.cluster().heal();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    @Order(DISRUPTIVE)
    final void lossIsToldWhenTheLeaderIsKilled(int servers) throws Exception {
        var contract = clusters.of(servers);
        var old = contract.leader();

        contract.cluster().kill(old.server());

        assertThat(old.isHeld()).isFalse();
        assertThat(contract.cluster().isRunning(old.server())).isFalse();
        var next = contract.leader();
        assertThat(next.server()).isNotEqualTo(old.server());
        contract.agree();
        if (contract.offers(Capability.RESTART)) {
            contract.cluster().restart(old.server());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    @Order(DISRUPTIVE)
    @Needs(Capability.RESTART)
    final void serverThatIsRestartedTakesPartAgain(int servers) throws Exception {
        var contract = clusters.of(servers);
        var cluster = contract.cluster();
        var restarted = contract.leader().server();
        cluster.kill(restarted);
        var leader = contract.leader().server();
        cluster.restart(restarted);
        // Kills a minority that includes the leader, so that the next leader needs the vote of the restarted server.
        var killed = new ArrayList<>(contract.others(restarted));
        killed.remove(leader);
        killed.add(0, leader);
        killed.subList((servers - 1) / 2, killed.size()).clear();
        killed.forEach(cluster::kill);

        assertThat(contract.leader().server()).isNotIn(killed);

        for (var server : killed) {
            cluster.restart(server);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void lossIsToldWhenTheClusterIsClosed(int servers) throws Exception {
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

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void acquiredAndLostAlternateForEachServer(int servers) throws Exception {
        var contract = clusters.of(servers);
        int before = contract.heard().size();

        for (int election = 0; election < 2 * servers; election++) {
            contract.elect();
        }

        contract.agree();
        assertThat(contract.heard().size() - before).isGreaterThanOrEqualTo(4 * servers);
        contract.checkHistory();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    @Needs(Capability.TERMS)
    final void termsRiseWithEveryElection(int servers) throws Exception {
        var contract = clusters.of(servers);
        for (int election = 0; election < servers; election++) {
            var old = contract.leader();

            assertThat(contract.elect().term().orElseThrow())
                    .isGreaterThan(old.term().orElseThrow());
        }
    }

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
    @Needs(Capability.TRANSFER)
    final void serverThatIsElectedAgainHasANewTenure(int servers) throws Exception {
        var contract = clusters.of(servers);
        var once = contract.leader();
        var between = contract.elect();

        contract.cluster().transfer(once.server());
        var again = contract.tracker().await(once.server(), PATIENCE);

        between.awaitLost(PATIENCE);
        assertThat(again.tenure()).isGreaterThan(between.tenure());
        assertThat(once.isHeld()).isFalse();
        assertThat(again.isHeld()).isTrue();
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

            assertOnlyTheseElections(
                    contract, 3, () -> assertThat(blocking.awaitEnd()).isTrue());
        }
    }

    @Test
    final void subscriberThatThrowsLosesAndCausesNoElection() throws Exception {
        var contract = clusters.of(3);
        try (var subscription = contract.tracker().subscribe(event -> {
            throw new IllegalStateException("thrown by a subscriber, as the contract wants it");
        })) {
            assertOnlyTheseElections(contract, 3, () -> {});
        }
    }

    /** Something that a test waits for. */
    private interface Wait {
        void end() throws InterruptedException;
    }

    private static void assertOnlyTheseElections(ContractCluster contract, int elections, Wait wait) throws Exception {
        int before = contract.acquisitions().size();
        for (int election = 0; election < elections; election++) {
            contract.elect();
        }
        wait.end();
        contract.agree();
        assertThat(contract.acquisitions()).hasSize(before + elections);
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
    final void hundredElectionsAreAllToldInOrderAndOnce() throws Exception {
        var contract = clusters.of(3);
        int before = contract.acquisitions().size();
        var claimed = new ArrayList<Claim>();

        for (int election = 0; election < 100; election++) {
            contract.elect();
            contract.agree();
            claimed.addAll(contract.cluster().claims());
        }

        assertThat(claimed).hasSizeGreaterThanOrEqualTo(100);
        var told = contract.acquisitions();
        var heard = told.subList(before, told.size()).stream()
                .map(acquired -> new Claim(acquired.server(), acquired.term()))
                .toList();
        assertThat(heard).containsSubsequence(claimed);
        if (contract.cluster().notOffered(Capability.TERMS).isEmpty()) { // without terms, claims are not unique
            assertThat(heard).doesNotHaveDuplicates();
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

    @Test
    @Order(LAST)
    final void nothingIsLeftAfterClose() throws Exception {
        clusters.close();
        var before = Footprint.now();
        Footprint running;
        try (var contract = clusters.started(3)) {
            contract.elect();
            running = Footprint.now();
        }

        assertThat(Footprint.awaitThreadsEnd(before, PATIENCE, this::outlivesClusters))
                .isEmpty();
        var after = Footprint.now();
        assertThat(after.socketsSince(before)).isEmpty();
        assertThat(after.filesSince(before)).isEmpty();
        assertThat(running.filesSince(before))
                .allSatisfy(file -> assertThat(file).doesNotExist());
    }
}
