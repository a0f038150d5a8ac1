package io.raftelection.testing.contract;

import static io.raftelection.testing.Capability.COMMANDS;
import static io.raftelection.testing.Capability.ISOLATE;
import static io.raftelection.testing.Capability.MEMBERSHIP;
import static io.raftelection.testing.Capability.RESTART;
import static io.raftelection.testing.Capability.STEP_DOWN;
import static io.raftelection.testing.Capability.TRANSFER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.ServerId;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.spi.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * The promises of an adapter about views, readiness and configurations, checked on real clusters of an engine. In
 * production each process tracks its own server only, so each server has a tracker of its own here, beside a tracker of
 * all servers. The test of an engine extends it and creates the engine.
 */
@Timeout(600)
public abstract class ViewContract {
    /** The number of disturbances. Default: 4, which is each of them once. */
    private static final int ROUNDS = Integer.getInteger("raftelection.views", 4);

    private static final ServerId FOURTH = ServerId.of("s4");
    private static final Duration SUBMIT_AGAIN = Duration.ofMillis(20);

    /** Creates it; for JUnit. */
    protected ViewContract() {}

    /** {@return the engine} */
    protected abstract TestEngine engine();

    /** {@return whether the adapter reports when a leader is ready} The default is {@code true}. */
    protected boolean reportsReadiness() {
        return true;
    }

    /** A way to end the present leadership, and to let its server come back. */
    @FunctionalInterface
    private interface Disturbance {
        void happen(SingleTrackers views, Leadership leader) throws Exception;
    }

    @Test
    final void everyServerKnowsTheLeader(TestReporter reporter) throws Exception {
        try (var views = new SingleTrackers(engine())) {
            var disturbances = disturbances(views.contract());
            views.awaitLeaderKnownBy(views.contract().cluster().servers());
            for (int round = 0; round < ROUNDS; round++) {
                var leader = views.contract().leader();
                disturbances.get(round % disturbances.size()).happen(views, leader);
                views.awaitLeaderKnownBy(views.contract().cluster().servers());
            }
            views.checkThatNoViewWasWrong();
            reporter.publishEntry("milliseconds until a server knew the leader", views.lags());
        }
    }

    private static List<Disturbance> disturbances(ContractCluster contract) {
        var all = new ArrayList<Disturbance>();
        if (contract.offers(TRANSFER)) {
            all.add((views, leader) -> {
                contract.cluster().transfer(contract.others(leader.server()).get(0));
                leader.awaitLost(ContractCluster.PATIENCE);
            });
        }
        if (contract.offers(STEP_DOWN)) {
            all.add((views, leader) -> {
                contract.cluster().stepDown(leader.server());
                leader.awaitLost(ContractCluster.PATIENCE);
            });
        }
        if (contract.offers(ISOLATE)) {
            all.add((views, leader) -> {
                contract.cluster().isolate(leader.server());
                views.awaitAnotherLeader(leader);
                views.awaitLeaderKnownBy(contract.others(leader.server()));
                contract.cluster().heal();
            });
        }
        if (contract.offers(RESTART)) {
            all.add((views, leader) -> {
                contract.cluster().kill(leader.server());
                views.awaitAnotherLeader(leader);
                views.awaitLeaderKnownBy(contract.others(leader.server()));
                contract.cluster().restart(leader.server());
            });
        }
        return all;
    }

    @Test
    final void allServersAgreeOnALeaderThatIsReady() throws Exception {
        try (var views = new SingleTrackers(engine())) {
            var contract = views.contract();
            if (reportsReadiness()) {
                commit(contract);
                if (contract.offers(MEMBERSHIP)) { // a server that is no member yet need not agree
                    var servers = contract.cluster().servers();
                    awaitVoters(views, servers, Set.copyOf(servers));
                }
                var known = contract.tracker().awaitAgreement(ContractCluster.PATIENCE);

                assertThat(known.leadership())
                        .hasValueSatisfying(held -> assertThat(held.isReady()).isTrue());
                assertThat(known.reportedBy()).hasSize(3);
            } else {
                var leader = contract.leader();
                assertThatThrownBy(() -> leader.awaitReady(ContractCluster.PATIENCE))
                        .isInstanceOf(UnsupportedOperationException.class);
            }
        }
    }

    /**
     * Commits a command, because some engines append no entry of their own when a leader is elected. Others refuse
     * commands until their leader is ready, so the command is submitted again then.
     */
    private static void commit(ContractCluster contract) throws Exception {
        if (contract.offers(COMMANDS)) {
            assertThat(new Patience(ContractCluster.PATIENCE, SUBMIT_AGAIN).until(() -> isCommitted(contract)))
                    .as("the leader commits a command")
                    .isTrue();
        }
    }

    private static boolean isCommitted(ContractCluster contract) {
        var leader = contract.tracker().leader();
        if (leader.isEmpty()) {
            return false;
        }
        try {
            contract.cluster()
                    .submit(leader.get().server(), new byte[] {1})
                    .toCompletableFuture()
                    .get(ContractCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException refused) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    final void everyServerKnowsTheMembers() throws Exception {
        try (var views = new SingleTrackers(engine())) {
            var cluster = views.contract().cluster();
            if (views.contract().offers(MEMBERSHIP)) {
                var three = cluster.servers();
                awaitVoters(views, three, Set.copyOf(three));
                cluster.addServer(FOURTH);
                awaitVoters(views, three, Set.copyOf(cluster.servers()));
                if (views.contract().leader().server().equals(FOURTH)) {
                    cluster.transfer(three.get(0));
                }
                cluster.removeServer(FOURTH);
                awaitVoters(views, three, Set.copyOf(three));
            }
        }
    }

    private static void awaitVoters(SingleTrackers views, List<ServerId> servers, Set<ServerId> voters)
            throws InterruptedException {
        for (var server : servers) {
            views.await(
                    server,
                    tracker -> tracker.members()
                            .map(Members::voters)
                            .filter(voters::equals)
                            .isPresent());
        }
    }
}
