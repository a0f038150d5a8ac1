package io.raftelection.testing.contract;

import static io.raftelection.testing.contract.Arena.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestCluster.Claim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
 * What every adapter promises, checked on real clusters of its engine. An adapter's test extends it and says how its
 * cluster is made:
 *
 * <pre>{@code
 * final class RatisInMemoryTest extends AdapterContract {
 *     @Override
 *     protected String engine() {
 *         return "Apache Ratis, in memory";
 *     }
 *
 *     @Override
 *     protected TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
 *         return RatisCluster.builder(servers, sinks).transport(Transport.MEMORY).build();
 *     }
 * }
 * }</pre>
 *
 * <p>Every test waits for events, never for time. What the tracker was told is held against what the engine says of
 * itself, {@link TestCluster#claims}, so that a report which was swallowed is missed. Where the engine does not offer
 * what a test needs, the test asserts that it says so, and the outcome is "not offered" with the reason: none is
 * skipped. A test that fails prints what was heard.
 *
 * <p>The outcomes are written to {@code target/contract}, a Markdown table of one column an engine.
 *
 * <p>A cluster whose servers all run is used again by the next test.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
public abstract class AdapterContract {
    /** What cuts and kills: after what counts elections, for a server that comes back may cause one. */
    private static final int HURTS = Integer.MAX_VALUE - 1;

    private static final int LAST = Integer.MAX_VALUE;

    @RegisterExtension
    final Outcomes outcomes = new Outcomes();

    @SuppressWarnings("this-escape") // it is asked for a cluster by tests, and not before
    @RegisterExtension
    final Arenas arenas = new Arenas(this::cluster, outcomes);

    /** Creates it; for JUnit. */
    protected AdapterContract() {}

    /** {@return the engine and how it is run, as the title of its column: {@code Apache Ratis, in memory}} */
    protected abstract String engine();

    /**
     * {@return a cluster that is not started yet}
     *
     * @param servers its servers, 1 to 9
     * @param sinks where each is reported to, as {@code tracker::track}; to be asked once a server
     */
    protected abstract TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks);

    /**
     * {@return whether a thread belongs to the engine as a whole, and to no cluster} Some engines have pools for the
     * whole JVM which nobody can end. Unless overridden, there are none.
     *
     * @param thread one that is alive after its cluster was closed
     */
    protected boolean outlivesClusters(Thread thread) {
        return false;
    }

    @AfterEach
    final void engineAgreesAndHistoryIsOrderly() throws InterruptedException {
        arenas.check();
    }

    @AfterAll
    final void closeAndWriteOutcomes() throws IOException {
        arenas.close();
        outcomes.write(engine());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void firstElectionIsToldWithItsTerm(int servers) throws Exception {
        var arena = arenas.of(servers);

        var first = arena.acquisitions().get(0);

        assertThat(first.tenure()).hasValue(1);
        if (arenas.lacks(Capability.TERMS, arena)) {
            return;
        }
        assertThat(first.term().orElseThrow()).isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void expectationOfAChosenServerIsFulfilled(int servers) throws Exception {
        var arena = arenas.of(servers);
        if (arenas.lacks(Capability.TRANSFER, arena)) {
            return;
        }
        var old = arena.leader();
        var chosen = arena.others(old.server()).get(servers - 2);
        var future = arena.tracker().expect(chosen, PATIENCE);

        arena.cluster().transfer(chosen);

        assertThat(future.done().server()).isEqualTo(chosen);
        assertThat(old.awaitLost(PATIENCE).server()).isEqualTo(old.server());
        arena.elect(); // ends the expected leadership, which makes room for the next expectation
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void lossIsToldWhenTheLeaderStepsDown(int servers) throws Exception {
        var arena = arenas.of(servers);
        if (arenas.lacks(Capability.STEP_DOWN, arena)) {
            return;
        }
        var old = arena.leader();

        arena.cluster().stepDown(old.server());

        old.awaitLost(PATIENCE);
        assertThat(arena.leader().tenure()).isGreaterThan(old.tenure());
        assertThat(arena.cluster().isRunning(old.server())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    @Order(HURTS)
    final void lossIsToldWhenTheLeaderIsCutOffFromTheMajority(int servers) throws Exception {
        var arena = arenas.of(servers);
        if (arenas.lacks(Capability.ISOLATE, arena)) {
            return;
        }
        var old = arena.leader();

        arena.cluster().isolate(old.server());

        old.awaitLost(PATIENCE);
        assertThat(arena.leader().server()).isNotEqualTo(old.server());
        arena.agree();
        arena.cluster().heal();
        arena.elect();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    @Order(HURTS)
    final void lossIsToldWhenNobodyHearsTheLeader(int servers) throws Exception {
        var arena = arenas.of(servers);
        if (arenas.lacks(Capability.CUT, arena)) {
            return;
        }
        var old = arena.leader();

        arena.others(old.server()).forEach(other -> arena.cluster().cut(old.server(), other));

        old.awaitLost(PATIENCE);
        assertThat(arena.leader().server()).isNotEqualTo(old.server());
        arena.agree();
        arena.cluster().heal();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    @Order(HURTS)
    final void lossIsToldWhenTheLeaderIsKilled(int servers) throws Exception {
        var arena = arenas.of(servers);
        var old = arena.leader();

        arena.cluster().kill(old.server());

        assertThat(old.isHeld()).isFalse();
        assertThat(arena.cluster().isRunning(old.server())).isFalse();
        var next = arena.leader();
        assertThat(next.server()).isNotEqualTo(old.server());
        arena.agree();
        if (arena.offers(Capability.RESTART)) {
            arena.cluster().restart(old.server());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    @Order(HURTS)
    final void serverThatIsRestartedTakesPartAgain(int servers) throws Exception {
        var arena = arenas.of(servers);
        if (arenas.lacks(Capability.RESTART, arena)) {
            return;
        }
        var cluster = arena.cluster();
        var restarted = arena.leader().server();
        cluster.kill(restarted);
        var leader = arena.leader().server();
        cluster.restart(restarted);
        // As many as a majority can do without, the leader among them: the next one needs the restarted one's vote.
        var killed = new ArrayList<>(arena.others(restarted));
        killed.remove(leader);
        killed.add(0, leader);
        killed.subList((servers - 1) / 2, killed.size()).clear();
        killed.forEach(cluster::kill);

        assertThat(arena.leader().server()).isNotIn(killed);

        for (var server : killed) {
            cluster.restart(server);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void lossIsToldWhenTheClusterIsClosed(int servers) throws Exception {
        var arena = arenas.started(servers);
        try (arena) {
            var leader = arena.leader();

            arena.cluster().close();

            assertThat(leader.isHeld()).isFalse();
            assertThat(arena.cluster().claims()).isEmpty();
            assertThat(arena.tracker().leader()).isEmpty();
            arena.checkHistory();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void acquiredAndLostAlternateForEachServer(int servers) throws Exception {
        var arena = arenas.of(servers);
        int before = arena.heard().size();

        for (int election = 0; election < 2 * servers; election++) {
            arena.elect();
        }

        arena.agree();
        assertThat(arena.heard().size() - before).isGreaterThanOrEqualTo(4 * servers);
        arena.checkHistory();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void termsRiseWithEveryElection(int servers) throws Exception {
        var arena = arenas.of(servers);
        if (arenas.lacks(Capability.TERMS, arena)) {
            return;
        }
        for (int election = 0; election < servers; election++) {
            var old = arena.leader();

            assertThat(arena.elect().term().orElseThrow())
                    .isGreaterThan(old.term().orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void lateSubscriberMissesNothing(int servers) throws Exception {
        var arena = arenas.of(servers);
        var elections = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 5; round++) {
                var election = elections.submit(arena::elect);
                var heard = new Heard();
                try (var subscription = arena.tracker().subscribe(heard)) {
                    election.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                    heard.awaitAllOf(arena::heard);
                }
            }
        } finally {
            elections.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void serverThatIsElectedAgainHasANewTenure(int servers) throws Exception {
        var arena = arenas.of(servers);
        if (arenas.lacks(Capability.TRANSFER, arena)) {
            return;
        }
        var once = arena.leader();
        var between = arena.elect();

        arena.cluster().transfer(once.server());
        var again = arena.tracker().await(once.server(), PATIENCE);

        between.awaitLost(PATIENCE);
        assertThat(again.tenure()).isGreaterThan(between.tenure());
        assertThat(once.isHeld()).isFalse();
        assertThat(again.isHeld()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void reportHoldsUpNoThreadOfTheEngine(int servers) throws Exception {
        var arena = arenas.of(servers);
        for (int election = 0; election < servers; election++) {
            arena.elect();
            arena.awaitFreeThreads();
        }
    }

    @Test
    final void subscriberThatBlocksLosesAndCausesNoElection() throws Exception {
        var arena = arenas.of(3);
        var blocking = new Blocking();
        try (var subscription = arena.tracker().subscribe(blocking)) {
            assertThat(blocking.awaitBegin()).isTrue();

            assertOnlyTheseElections(
                    arena, 3, () -> assertThat(blocking.awaitEnd()).isTrue());
        }
    }

    @Test
    final void subscriberThatThrowsLosesAndCausesNoElection() throws Exception {
        var arena = arenas.of(3);
        try (var subscription = arena.tracker().subscribe(event -> {
            throw new IllegalStateException("thrown by a subscriber, as the contract wants it");
        })) {
            assertOnlyTheseElections(arena, 3, () -> {});
        }
    }

    /** Something that a test waits for. */
    private interface Wait {
        void end() throws InterruptedException;
    }

    private static void assertOnlyTheseElections(Arena arena, int elections, Wait wait) throws Exception {
        int before = arena.acquisitions().size();
        for (int election = 0; election < elections; election++) {
            arena.elect();
        }
        wait.end();
        arena.agree();
        assertThat(arena.acquisitions()).hasSize(before + elections);
    }

    @Test
    final void reportThatRacesTheEndOfItsTrackerNeitherBlocksNorThrows() throws Exception {
        var arena = arenas.of(3);
        var ends = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 20; round++) {
                var other = Tracker.lenient("racing");
                var racing = new Racing(2);
                other.subscribe(event -> {}); // what is odd to one that came late is no warning
                arena.join(other, racing::to);
                var end = ends.submit(() -> {
                    assertThat(racing.awaitBegin()).isTrue();
                    other.close();
                    return other;
                });

                arena.elect();

                end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(racing.awaitReturn()).isTrue();
                arena.part();
                long returned = racing.returned();
                assertThat(other.history().events().size() + other.dropped())
                        .as("told or counted as dropped")
                        .isGreaterThanOrEqualTo(returned);
            }
        } finally {
            ends.shutdownNow();
        }
    }

    @Test
    final void ignoredEngineGoesOnUnheard() throws Exception {
        var arena = arenas.of(3);
        try (var other = Tracker.lenient("ignoring")) {
            other.subscribe(event -> {}); // what is odd to one that came late is no warning
            var racing = new Racing(4);
            arena.join(other, racing::to);
            arena.elect();
            var held = other.awaitLeader(PATIENCE);

            other.ignore();

            assertThat(held.awaitLost(PATIENCE).cause()).isEqualTo(Cause.IGNORED);
            int heard = other.history().events().size();
            arena.elect();
            assertThat(racing.awaitReturn()).isTrue();
            assertThat(other.history().events()).hasSize(heard);
            assertThat(other.dropped()).isPositive();
            arena.part();
        }
    }

    @Test
    final void hundredElectionsAreAllToldInOrderAndOnce() throws Exception {
        var arena = arenas.of(3);
        int before = arena.acquisitions().size();
        var claimed = new ArrayList<Claim>();

        for (int election = 0; election < 100; election++) {
            arena.elect();
            arena.agree();
            claimed.addAll(arena.cluster().claims());
        }

        assertThat(claimed).hasSizeGreaterThanOrEqualTo(100);
        var told = arena.acquisitions();
        var heard = told.subList(before, told.size()).stream()
                .map(acquired -> new Claim(acquired.server(), acquired.term()))
                .toList();
        assertThat(heard).containsSubsequence(claimed);
        if (arena.cluster().notOffered(Capability.TERMS).isEmpty()) { // without terms, claims are not unique
            assertThat(heard).doesNotHaveDuplicates();
        }
    }

    @Test
    final void operationsThatMakeNoSenseAreRefused() throws Exception {
        var arena = arenas.of(3);
        var cluster = arena.cluster();
        var stranger = ServerId.of("s9");
        var message = "server s9: not of this cluster, expected one of " + cluster.servers();

        assertThatThrownBy(() -> cluster.isRunning(stranger)).hasMessage(message);
        assertThatThrownBy(() -> cluster.kill(stranger)).hasMessage(message);
        if (arena.offers(Capability.TRANSFER)) {
            assertThatThrownBy(() -> cluster.transfer(stranger)).hasMessage(message);
        }
        if (arena.offers(Capability.STEP_DOWN)) {
            var follower = arena.leader().server();
            arena.elect();
            assertThatThrownBy(() -> cluster.stepDown(stranger)).hasMessage(message);
            assertThatThrownBy(() -> cluster.stepDown(follower))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("server " + follower + ": does not lead");
        }
        if (arena.offers(Capability.ISOLATE)) {
            assertThatThrownBy(() -> cluster.isolate(stranger)).hasMessage(message);
        }
        if (arena.offers(Capability.CUT)) {
            assertThatThrownBy(() -> cluster.cut(cluster.servers().get(0), stranger))
                    .hasMessage(message);
        }
        if (arena.offers(Capability.RESTART)) {
            assertThatThrownBy(() -> cluster.restart(stranger)).hasMessage(message);
            assertThatThrownBy(() -> cluster.restart(cluster.servers().get(0)))
                    .hasMessage("server s1: runs, expected a killed one");
        }
        assertThatThrownBy(cluster::start).hasMessage("cluster: started already");
    }

    @Test
    final void clusterThatIsClosedStaysClosed() throws Exception {
        var cluster = cluster(List.of(ServerId.of("s1")), server -> new Relay());
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
        arenas.close();
        var before = Footprint.now();
        Footprint running;
        try (var arena = arenas.started(3)) {
            arena.elect();
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
