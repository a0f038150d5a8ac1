package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The promises of an adapter that reports views, readiness and members: a tracker of one server knows the leader, as a
 * tracker of all servers does, also if the engine has no terms.
 */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
public abstract class KnownLeaderContract {
    private static final Duration PATIENCE = ContractCluster.PATIENCE;
    private static final int ELECTIONS = 54;
    private static final int KINDS = 6;
    private static final ServerId S4 = ServerId.of("s4");
    private static final List<ServerId> SERVERS = List.of(ServerId.of("s1"), ServerId.of("s2"), ServerId.of("s3"));

    /** Creates it; for JUnit. */
    protected KnownLeaderContract() {}

    /** {@return the engine whose adapter is checked} */
    protected abstract TestEngine engine();

    /** What is done with a running cluster. */
    @FunctionalInterface
    private interface Run {
        void run(OwnTrackers trackers, TestCluster cluster) throws Exception;
    }

    private void withCluster(Run run) throws Exception {
        try (var trackers = new OwnTrackers();
                var cluster = new TestCluster(engine(), SERVERS, trackers::track)) {
            cluster.start();
            trackers.all().awaitLeader(PATIENCE);
            run.run(trackers, cluster);
            trackers.checkHistories();
            trackers.ignore();
        }
    }

    @Test
    final void trackerOfOneServerKnowsTheLeader() throws Exception {
        withCluster((trackers, cluster) -> {
            for (int election = 0; election < ELECTIONS; election++) {
                elect(trackers, cluster, election % KINDS);
            }

            var wrong = trackers.wrongViews();
            System.out.println(getClass().getSimpleName() + ": " + ELECTIONS + " elections, "
                    + trackers.views().size() + " views, " + wrong.size() + " wrong, " + trackers.lag());
            assertThat(wrong).isEmpty();
            assertThat(trackers.views()).hasSizeGreaterThanOrEqualTo(ELECTIONS);
        });
    }

    /** Ends the present leadership, and waits until all servers know the next leader. */
    private static void elect(OwnTrackers trackers, TestCluster cluster, int kind) throws Exception {
        var old = trackers.all().awaitLeader(PATIENCE);
        var others = new ArrayList<>(cluster.servers());
        others.remove(old.server());
        switch (kind) {
            case 0, 1, 2 -> cluster.transfer(others.get(kind % others.size()));
            case 3 -> cluster.stepDown(old.server());
            case 4 -> cluster.kill(old.server());
            default -> cluster.isolate(old.server());
        }
        old.awaitLost(PATIENCE);
        if (kind < 4) {
            awaitKnown(trackers, cluster.servers());
            return;
        }
        awaitKnown(trackers, others);
        if (kind == 4) {
            cluster.restart(old.server());
        } else {
            cluster.heal();
        }
        awaitKnown(trackers, cluster.servers());
    }

    /** Waits until servers know the present leader, or its successor if there is another election meanwhile. */
    private static void awaitKnown(OwnTrackers trackers, List<ServerId> servers) throws InterruptedException {
        Leadership leader;
        do {
            leader = trackers.all().awaitLeader(PATIENCE);
            trackers.awaitKnown(leader, servers);
        } while (!leader.isHeld());
    }

    @Test
    final void electedLeaderIsReady() throws Exception {
        withCluster((trackers, cluster) -> {
            for (int election = 0; election < 5; election++) {
                var leader = trackers.all().awaitLeader(PATIENCE);
                awaitKnown(trackers, cluster.servers());
                commit(cluster, leader);

                leader.awaitReady(PATIENCE);
                trackers.of(leader.server()).awaitLeader(PATIENCE).awaitReady(PATIENCE);

                assertThat(trackers.all().awaitAgreement(PATIENCE).server()).isEqualTo(leader.server());
                elect(trackers, cluster, 0);
            }
        });
    }

    /** Commits a command, because some engines append no entry of their own when a leader is elected. */
    private static void commit(TestCluster cluster, Leadership leader) throws Exception {
        if (cluster.notOffered(Capability.COMMANDS).isEmpty()) {
            cluster.submit(leader.server(), new byte[] {1})
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    final void everyServerReportsChangedMembers() throws Exception {
        withCluster((trackers, cluster) -> {
            awaitVoters(trackers, SERVERS);
            cluster.addServer(S4);
            var four = new ArrayList<>(SERVERS);
            four.add(S4);
            awaitVoters(trackers, four);

            if (trackers.all().awaitLeader(PATIENCE).server().equals(S4)) {
                cluster.transfer(SERVERS.get(0));
            }
            cluster.removeServer(S4);

            awaitVoters(trackers, SERVERS);
        });
    }

    private static void awaitVoters(OwnTrackers trackers, List<ServerId> servers) throws InterruptedException {
        for (var server : servers) {
            var tracker = trackers.of(server);
            OwnTrackers.awaitThat(
                    tracker,
                    () -> tracker.members()
                            .filter(members -> members.voters().equals(Set.copyOf(servers)))
                            .isPresent());
        }
    }
}
