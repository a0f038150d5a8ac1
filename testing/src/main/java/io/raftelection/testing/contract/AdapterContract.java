package io.raftelection.testing.contract;

import static io.raftelection.testing.contract.ContractCluster.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestCluster.Claim;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
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
public abstract class AdapterContract extends MisuseContract {
    /**
     * The order of tests that cut links and kill servers. They run after the tests that count elections, because a
     * server that returns may cause one.
     */
    private static final int DISRUPTIVE = Integer.MAX_VALUE - 1;

    private static final int LAST = Integer.MAX_VALUE;

    /** Creates it; for JUnit. */
    protected AdapterContract() {}

    /**
     * {@return the engine and its transport, as the title of its column, for example {@code Apache Ratis, in memory}}
     */
    protected abstract String title();

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
    final void firstElectionIsReportedWithItsTerm(int servers) throws Exception {
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
    final void lossIsReportedWhenTheLeaderStepsDown(int servers) throws Exception {
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
    final void lossIsReportedWhenTheLeaderIsIsolatedFromTheMajority(int servers) throws Exception {
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
    final void lossIsReportedWhenNoServerHearsTheLeader(int servers) throws Exception {
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
    final void lossIsReportedWhenTheLeaderIsKilled(int servers) throws Exception {
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

    @Test
    final void hundredElectionsAreAllReportedInOrderAndOnce() throws Exception {
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
