package io.raftelection.jgroups.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.List;
import org.jgroups.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the cluster has done when its operations return, of which the servers would hear a little later by themselves.
 */
@Timeout(120)
final class JGroupsRaftClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<ServerId> SERVERS = List.of(ServerId.of("s1"), ServerId.of("s2"), ServerId.of("s3"));

    /** How often, since a view mostly reaches all servers in no time. */
    private static final int ROUNDS = 100;

    @Test
    void serverThatIsRestartedIsKnownToAllOthers() throws Exception {
        try (var tracker = Tracker.lenient("jgroups-raft");
                var cluster =
                        JGroupsRaftCluster.builder(SERVERS, tracker::track).build()) {
            cluster.start();
            for (int round = 0; round < ROUNDS; round++) {
                var leader = tracker.awaitLeader(PATIENCE).server();
                cluster.kill(leader);
                tracker.awaitLeader(PATIENCE);
                cluster.restart(leader);

                assertThat(SERVERS)
                        .as("round %s, restarted %s", round, leader)
                        .extracting(server -> cluster.channel(server).getView())
                        .allMatch(view -> view.size() == SERVERS.size())
                        .extracting(View::getViewId)
                        .containsOnly(cluster.channel(leader).getView().getViewId());
            }
        }
    }
}
