package io.raftelection.testing.contract;

import static io.raftelection.testing.Capability.ISOLATE;
import static io.raftelection.testing.Capability.RESTART;
import static io.raftelection.testing.Capability.STEP_DOWN;
import static io.raftelection.testing.Capability.TRANSFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Finding;
import io.raftelection.Finding.Kind;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.WatchedCluster.Lag;
import io.raftelection.testing.contract.WatchedCluster.Planted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/**
 * The promises of an adapter's probe for a {@link io.raftelection.Watchdog}, checked on real clusters of an engine: no
 * finding while all reports arrive, and a finding for each planted fault. The test of an engine extends it and creates
 * the engine and the probe.
 */
@Timeout(600)
@TestInstance(Lifecycle.PER_CLASS)
public abstract class WatchdogContract {
    /** The number of disturbances, at the default interval. If it is not set, each of them happens once. */
    private static final int ROUNDS = Integer.getInteger("raftelection.watchdog", 0);

    /** The interval of a watchdog by default. */
    private static final Duration DEFAULT = Duration.ofSeconds(1);

    /** A shorter one for the usual build. Only on a very busy machine, an engine itself reports later. */
    private static final Duration SHORT = Duration.ofMillis(500);

    /** By how much a busy machine may delay a question. */
    private static final Duration BUSY = Duration.ofSeconds(5);

    /** How many more clusters are started on a busy machine. */
    private static final int UNSTEADY = 4;

    private WatchedCluster watched;
    private Planted planted;

    /** Creates it; for JUnit. */
    protected WatchdogContract() {}

    /** {@return the engine} */
    protected abstract TestEngine engine();

    /**
     * {@return the probe of the adapter for a running server}
     *
     * @param cluster the cluster
     * @param server the server
     */
    protected abstract LeadershipProbe probe(TestCluster cluster, ServerId server);

    /** Plants the faults in another cluster if the first one elects leaders by itself meanwhile. */
    @BeforeAll
    final void plantFaults() throws Exception {
        watched = start();
        var found = watched.plantFaults();
        for (int again = 0; found.isEmpty() && again < UNSTEADY; again++) {
            watched.close();
            watched = start();
            found = watched.plantFaults();
        }
        assertThat(found)
                .as("a leader that lasts: %s", watched.contract().tracker().history())
                .isPresent();
        planted = found.orElseThrow();
    }

    private WatchedCluster start() throws Exception {
        return new WatchedCluster(engine(), this::probe, ROUNDS == 0 ? SHORT : DEFAULT);
    }

    @AfterAll
    final void close() {
        if (watched != null) {
            watched.close();
        }
    }

    /** A way to end the present leadership, and to let its server come back. */
    @FunctionalInterface
    private interface Disturbance {
        void happen(WatchedCluster watched, ServerId leader) throws Exception;
    }

    @Test
    final void reportsOfElectionsTransfersAndCrashesAreNoFinding() throws Exception {
        var contract = watched.contract();
        var disturbances = disturbances(contract);
        for (int round = 0; round < Math.max(ROUNDS, disturbances.size()); round++) {
            var leader = contract.leader();
            disturbances.get(round % disturbances.size()).happen(watched, leader.server());
            leader.awaitLost(ContractCluster.PATIENCE);
            contract.leader();
            watched.quiet.awaitQuestions();
        }

        var watchdog = watched.quiet.watchdog();
        assertThat(watchdog.findings()).isEmpty();
        assertThat(watchdog.unanswered()).isLessThan(watchdog.questions());
    }

    private static List<Disturbance> disturbances(ContractCluster contract) {
        var all = new ArrayList<Disturbance>();
        if (contract.offers(TRANSFER)) {
            all.add((watched, leader) ->
                    contract.cluster().transfer(contract.others(leader).get(0)));
        }
        if (contract.offers(STEP_DOWN)) {
            all.add((watched, leader) -> contract.cluster().stepDown(leader));
        }
        if (contract.offers(ISOLATE)) {
            all.add((watched, leader) -> {
                contract.cluster().isolate(leader);
                watched.awaitLost(leader);
                watched.quiet.awaitQuestions();
                contract.cluster().heal();
            });
        }
        if (contract.offers(RESTART)) {
            all.add((watched, leader) -> {
                contract.cluster().kill(leader);
                watched.awaitLost(leader);
                watched.quiet.awaitQuestions();
                contract.cluster().restart(leader);
                watched.watchAgain(leader);
            });
        }
        return all;
    }

    @Test
    final void lossThatIsSwallowedIsFound() {
        var finding = watched.swallowedLoss.finding(Kind.LOST, planted.first());

        assertThat(finding.engine().leads()).isFalse();
        assertThat(finding.reported().leads()).isTrue();
    }

    @Test
    final void acquisitionThatIsSwallowedIsFound() {
        var finding = watched.swallowedAcquisition.finding(Kind.LOST, planted.next());

        assertThat(finding.engine().leads()).isTrue();
        assertThat(finding.reported().leads()).isFalse();
    }

    @Test
    final void lossThatIsDelayedIsFoundWithItsLag() {
        checkLag(watched.delayedLoss.finding(Kind.LATE, planted.first()), planted.loss());
    }

    @Test
    final void acquisitionThatIsDelayedIsFoundWithItsLag() {
        checkLag(watched.delayedAcquisition.finding(Kind.LATE, planted.next()), planted.acquisition());
    }

    /** The report is passed on after the second question that shows the difference. */
    private static void checkLag(Finding finding, Lag lag) {
        assertThat(finding.atLeast()).isBetween(WatchedCluster.INTERVAL, lag.longest());
        assertThat(finding.atMost())
                .isBetween(
                        lag.shortest(),
                        lag.longest().plus(WatchedCluster.INTERVAL).plus(BUSY));
    }

    @Test
    final void acquisitionAndLossInTheWrongOrderAreFound() {
        var finding = watched.swapped.finding(Kind.WRONG, planted.first());

        assertThat(finding.reported().leads()).isTrue();
    }
}
