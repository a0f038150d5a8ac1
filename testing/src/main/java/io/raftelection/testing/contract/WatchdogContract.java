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
import io.raftelection.testing.contract.FaultySink.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The promises of an adapter's probe for a {@link io.raftelection.Watchdog}, checked on real clusters of an engine: no
 * finding while all reports arrive, and a finding for each planted fault. The test of an engine extends it and creates
 * the engine and the probe.
 */
@Timeout(600)
public abstract class WatchdogContract {
    /** The number of disturbances. Default: 4, which is each of them once. */
    private static final int ROUNDS = Integer.getInteger("raftelection.watchdog", 4);

    /** The interval of a watchdog by default. */
    private static final Duration DEFAULT = Duration.ofSeconds(1);

    /** By how much a busy machine may delay a question. */
    private static final Duration BUSY = Duration.ofSeconds(5);

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

    private WatchedCluster start(Duration interval) throws Exception {
        return new WatchedCluster(engine(), this::probe, interval);
    }

    /** A way to end the present leadership, and to let its server come back. */
    @FunctionalInterface
    private interface Disturbance {
        void happen(WatchedCluster watched, ServerId leader) throws Exception;
    }

    @Test
    final void reportsOfElectionsTransfersAndCrashesAreNoFinding() throws Exception {
        try (var watched = start(DEFAULT)) {
            var disturbances = disturbances(watched.contract());
            for (int round = 0; round < ROUNDS; round++) {
                var leader = watched.contract().leader();
                disturbances.get(round % disturbances.size()).happen(watched, leader.server());
                leader.awaitLost(ContractCluster.PATIENCE);
                watched.contract().leader();
                watched.awaitQuestions();
            }

            assertThat(watched.watchdog().findings()).isEmpty();
            assertThat(watched.watchdog().unanswered())
                    .isLessThan(watched.watchdog().questions());
        }
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
                watched.awaitQuestions();
                contract.cluster().heal();
            });
        }
        if (contract.offers(RESTART)) {
            all.add((watched, leader) -> {
                contract.cluster().kill(leader);
                watched.awaitLost(leader);
                watched.awaitQuestions();
                contract.cluster().restart(leader);
                watched.watch(leader);
            });
        }
        return all;
    }

    @Test
    final void lossThatIsSwallowedIsFound() throws Exception {
        try (var watched = start(WatchedCluster.INTERVAL)) {
            var leader = watched.confirmedLeader();
            watched.plant(leader, Fault.SWALLOW);
            watched.transfer(watched.another(leader));

            var finding = watched.awaitFinding(Kind.LOST, leader);

            assertThat(finding.engine().leads()).isFalse();
            assertThat(finding.reported().leads()).isTrue();
        }
    }

    @Test
    final void acquisitionThatIsSwallowedIsFound() throws Exception {
        try (var watched = start(WatchedCluster.INTERVAL)) {
            var next = watched.another(watched.confirmedLeader());
            watched.plant(next, Fault.SWALLOW);
            watched.transfer(next);

            var finding = watched.awaitFinding(Kind.LOST, next);

            assertThat(finding.engine().leads()).isTrue();
            assertThat(finding.reported().leads()).isFalse();
        }
    }

    @Test
    final void lossThatIsDelayedIsFoundWithItsLag() throws Exception {
        try (var watched = start(WatchedCluster.INTERVAL)) {
            var leader = watched.confirmedLeader();
            watched.plant(leader, Fault.DELAY);
            watched.transfer(watched.another(leader));

            checkLag(watched.awaitFinding(Kind.LATE, leader));
        }
    }

    @Test
    final void acquisitionThatIsDelayedIsFoundWithItsLag() throws Exception {
        try (var watched = start(WatchedCluster.INTERVAL)) {
            var next = watched.another(watched.confirmedLeader());
            watched.plant(next, Fault.DELAY);
            watched.transfer(next);

            checkLag(watched.awaitFinding(Kind.LATE, next));
        }
    }

    private static void checkLag(Finding finding) {
        assertThat(finding.atMost())
                .isBetween(
                        WatchedCluster.DELAY,
                        WatchedCluster.DELAY.plus(WatchedCluster.INTERVAL).plus(BUSY));
        assertThat(finding.atLeast()).isLessThan(WatchedCluster.DELAY.plus(BUSY));
    }

    @Test
    final void acquisitionAndLossInTheWrongOrderAreFound() throws Exception {
        try (var watched = start(WatchedCluster.INTERVAL)) {
            var first = watched.confirmedLeader();
            var next = watched.another(first);
            watched.plant(next, Fault.SWAP);
            watched.transfer(next);
            watched.transfer(first);

            var finding = watched.awaitFinding(Kind.WRONG, next);

            assertThat(finding.reported().leads()).isTrue();
        }
    }
}
