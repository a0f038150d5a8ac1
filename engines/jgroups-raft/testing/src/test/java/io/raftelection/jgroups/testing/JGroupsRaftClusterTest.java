package io.raftelection.jgroups.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.TestCluster;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jgroups.JChannel;
import org.jgroups.View;
import org.jgroups.protocols.raft.RAFT;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what all servers know when an operation returns. Without the cluster, they would notice it a little later. */
@Timeout(120)
final class JGroupsRaftClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final List<ServerId> SERVERS = List.of(S1, S2, S3);

    /** The number of rounds. It is high, because a view mostly reaches all servers at once. */
    private static final int ROUNDS = 100;

    private final Tracker tracker = Tracker.lenient("jgroups-raft");
    private final TestCluster cluster = new TestCluster(new JGroupsRaftEngine(), SERVERS, tracker::track);

    @AfterEach
    void close() {
        cluster.close();
        tracker.close();
    }

    private View view(ServerId server) {
        return cluster.unwrap(server, JChannel.class).getView();
    }

    @Test
    void serverThatIsRestartedIsKnownToAllOthers() throws Exception {
        cluster.start();
        for (int round = 0; round < ROUNDS; round++) {
            var leader = tracker.awaitLeader(PATIENCE).server();
            cluster.kill(leader);
            tracker.awaitLeader(PATIENCE);
            cluster.restart(leader);

            assertThat(SERVERS)
                    .as("round %s, restarted %s", round, leader)
                    .extracting(this::view)
                    .allMatch(view -> view.size() == SERVERS.size())
                    .extracting(View::getViewId)
                    .containsOnly(view(leader).getViewId());
        }
    }

    @Test
    void isolatedServerIsAloneAndCuttingItAgainChangesNothing() throws Exception {
        cluster.start();
        tracker.awaitLeader(PATIENCE);

        cluster.isolate(S3);

        assertThat(view(S3).size()).isEqualTo(1);
        assertThat(view(S1).getViewId()).isEqualTo(view(S2).getViewId());
        assertThat(view(S1).size()).isEqualTo(2);
        var before = SERVERS.stream().map(server -> view(server).getViewId()).toList();
        cluster.isolate(S3);
        cluster.cut(S3, S1);
        assertThat(SERVERS.stream().map(server -> view(server).getViewId())).isEqualTo(before);
    }

    @Test
    void serverWhoseMessagesDoNotArriveIsNoLongerKnown() throws Exception {
        cluster.start();
        tracker.awaitLeader(PATIENCE);

        cluster.cut(S1, S2);
        cluster.cut(S1, S3);

        assertThat(view(S1).size()).isEqualTo(1);
        assertThat(view(S2).size()).isEqualTo(2);
        assertThat(view(S2).getViewId()).isEqualTo(view(S3).getViewId());
    }

    @Test
    void allServersKnowOneLeaderWhenLinksHaveHealed() throws Exception {
        cluster.start();
        var leader = tracker.awaitLeader(PATIENCE).server();
        cluster.isolate(leader);
        SERVERS.stream()
                .filter(server -> !server.equals(leader))
                .min(Comparator.naturalOrder())
                .ifPresent(cluster::isolate);

        cluster.heal();

        assertThat(SERVERS).extracting(this::view).extracting(View::size).containsOnly(SERVERS.size());
        assertThat(SERVERS)
                .extracting(server -> cluster.status(server).leader())
                .doesNotContain(Optional.empty())
                .hasSize(SERVERS.size());
    }

    @Test
    void serverThatRestartsWhileAnotherIsIsolatedJoinsTheLeader() throws Exception {
        cluster.start();
        var leader = tracker.awaitLeader(PATIENCE).server();
        var others = SERVERS.stream().filter(server -> !server.equals(leader)).toList();
        cluster.kill(others.get(0));
        cluster.isolate(others.get(1));

        cluster.restart(others.get(0));

        assertThat(view(others.get(0)).getViewId()).isEqualTo(view(leader).getViewId());
        assertThat(view(leader).size()).isEqualTo(2);
        assertThat(view(others.get(1)).size()).isEqualTo(1);
    }

    @Test
    void clusterThatCannotHaveALeaderHealsAtOnce() throws Exception {
        cluster.allow(Set.of(S3));
        cluster.start();
        tracker.await(S3, PATIENCE);
        cluster.kill(S3);
        cluster.isolate(S2);
        long start = System.nanoTime();

        cluster.heal();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(view(S1).getViewId()).isEqualTo(view(S2).getViewId());
    }

    @Test
    void userSetsUpEachChannelAndReachesIt() throws Exception {
        var seen = new ConcurrentHashMap<ServerId, JChannel>();
        var engine = JGroupsRaftEngine.builder().configure(seen::put).build();
        try (var own = new TestCluster(engine, SERVERS.subList(0, 1), server -> tracker.track(ServerId.of("own")))) {
            own.start();

            assertThat(own.unwrap(S1, JChannel.class)).isSameAs(seen.get(S1));
            assertThatThrownBy(() -> own.unwrap(S1, RAFT.class))
                    .hasMessage("server s1: has no " + RAFT.class.getName());
        }
    }
}
