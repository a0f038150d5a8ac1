package io.raftelection.testing.contract;

import static io.raftelection.testing.contract.ContractCluster.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.testing.TestEngine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What an adapter reports besides leadership: readiness, the leader that a server follows, and the members. Each server
 * has a tracker of its own. The engine offers transfers, isolation, restarts, step downs and changes of members.
 */
@Timeout(300)
public abstract class ViewsContract {
    private static final int ELECTIONS = 55;

    /** Creates it; for JUnit. */
    protected ViewsContract() {}

    /** {@return the engine whose adapter is checked} */
    protected abstract TestEngine engine();

    @Test
    final void trackerOfOneServerNamesTheLeaderThatTheTrackerOfAllNames() throws Exception {
        try (var separate = new SeparateTrackers(engine(), 3)) {
            separate.agree(separate.cluster().servers(), separate.leader());
            for (int election = 0; election < ELECTIONS; election++) {
                elect(separate, election);
            }

            var named = separate.named();
            System.out.println(getClass().getSimpleName() + ": " + separate.lag() + "; " + named.views()
                    + " named leaders, wrong: " + named.wrong().size() + ", of leaders that never reported: "
                    + named.unconfirmed().size());
            assertThat(named.wrong()).isEmpty();
            assertThat(named.views()).isGreaterThanOrEqualTo(ELECTIONS);
            separate.checkHistories();
        }
    }

    /** Ends the present leadership in one of several ways, and waits until all servers know the next leader. */
    private static void elect(SeparateTrackers separate, int election) throws Exception {
        var cluster = separate.cluster();
        var old = separate.leader();
        switch (election % 5) {
            case 0, 1 -> cluster.transfer(separate.nextTo(old.server()));
            case 2 -> cluster.stepDown(old.server());
            case 3 -> cluster.isolate(old.server());
            default -> cluster.kill(old.server());
        }
        old.awaitLost(PATIENCE);
        var rest = new ArrayList<>(cluster.servers());
        if (election % 5 >= 3) {
            rest.remove(old.server());
        }
        agree(separate, rest);
        if (!cluster.isRunning(old.server())) {
            cluster.restart(old.server());
        }
        cluster.heal();
        agree(separate, cluster.servers());
        assertThat(separate.all().awaitAgreement(PATIENCE).term()).isPresent();
    }

    /** An agreement may end while it is reached, if there is another election. */
    private static void agree(SeparateTrackers separate, Collection<ServerId> servers) throws InterruptedException {
        Leadership leader;
        do {
            leader = separate.leader();
            separate.agree(servers, leader);
        } while (!leader.isHeld());
    }

    @Test
    final void electedLeaderGetsReady() throws Exception {
        try (var separate = new SeparateTrackers(engine(), 3)) {
            for (int election = 0; election < 10; election++) {
                var leader = separate.leader();

                leader.awaitReady(PATIENCE);
                separate.of(leader.server()).awaitLeader(PATIENCE).awaitReady(PATIENCE);

                assertThat(leader.isReady()).isTrue();
                separate.cluster().transfer(separate.nextTo(leader.server()));
                leader.awaitLost(PATIENCE);
                assertThat(leader.isReady()).isFalse();
            }
            separate.checkHistories();
        }
    }

    @Test
    final void everyServerReportsAChangeOfTheMembers() throws Exception {
        var s4 = ServerId.of("s4");
        try (var separate = new SeparateTrackers(engine(), 3)) {
            separate.leader().awaitReady(PATIENCE);
            var three = Set.copyOf(separate.cluster().servers());

            separate.cluster().addServer(s4);
            var four = Set.copyOf(separate.cluster().servers());
            for (var server : four) {
                awaitVoters(separate, server, four);
            }
            separate.cluster().removeServer(s4);

            assertThat(four).hasSize(4).contains(s4);
            for (var server : three) {
                awaitVoters(separate, server, three);
                assertThat(separate.of(server).members().orElseThrow().learners())
                        .isEmpty();
            }
            separate.checkHistories();
        }
    }

    private static void awaitVoters(SeparateTrackers separate, ServerId server, Set<ServerId> voters)
            throws InterruptedException {
        var tracker = separate.of(server);
        SeparateTrackers.await(
                tracker,
                () -> tracker.members()
                        .filter(members -> members.voters().equals(voters))
                        .isPresent());
    }
}
