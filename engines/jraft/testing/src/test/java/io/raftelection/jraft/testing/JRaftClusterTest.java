package io.raftelection.jraft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.Task;
import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what only JRaft does on a real cluster, and bad input. */
@Timeout(120)
final class JRaftClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<ServerId> SERVERS =
            IntStream.rangeClosed(1, 3).mapToObj(n -> ServerId.of("s" + n)).toList();

    private static final TestEngine ENGINE =
            JRaftEngine.builder().electionTimeout(Duration.ofMillis(500)).build();

    private final Tracker tracker = Tracker.lenient("jraft");

    /** A state machine that cannot apply anything. */
    private static final class Throwing extends StateMachineAdapter {
        @Override
        public void onApply(Iterator entries) {
            throw new IllegalStateException("thrown by a state machine, as the test wants it");
        }
    }

    private static TestCluster cluster(TestEngine engine, Tracker tracker) {
        return new TestCluster(engine, SERVERS, tracker::track);
    }

    @AfterEach
    void closeTheTracker() {
        tracker.close();
    }

    @Test
    void lossIsReportedWhenTheLeadersStateMachineThrows() throws Exception {
        try (var cluster = cluster(
                JRaftEngine.builder().stateMachines(server -> new Throwing()).build(), tracker)) {
            cluster.start();
            var leader = tracker.awaitLeader(PATIENCE);

            cluster.unwrap(leader.server(), Node.class).apply(new Task(ByteBuffer.wrap(new byte[1]), null));

            assertThat(leader.awaitLost(PATIENCE).reason()).isEqualTo("Raft node(leader or candidate) is in error.");
        }
    }

    @Test
    void leaderWhoseTransferTimesOutAcquiresTheSameTermAgain() throws Exception {
        try (var cluster = cluster(ENGINE, tracker)) {
            cluster.start();
            var leader = tracker.awaitLeader(PATIENCE);
            var away = other(leader);
            cluster.isolate(away);

            cluster.transfer(away);

            leader.awaitLost(PATIENCE);
            var again = tracker.await(leader.server(), PATIENCE);
            assertThat(again.term()).isEqualTo(leader.term());
            assertThat(again.tenure()).isEqualTo(leader.tenure() + 1);
            assertThat(tracker.anomalies()).isEmpty();
        }
    }

    @Test
    void clustersSideBySideDoNotReachEachOther() throws Exception {
        try (var others = Tracker.lenient("others");
                var one = cluster(ENGINE, tracker);
                var two = cluster(ENGINE, others)) {
            one.start();
            two.start();
            var first = tracker.awaitLeader(PATIENCE);
            var second = others.awaitLeader(PATIENCE);

            one.isolate(first.server());
            first.awaitLost(PATIENCE);
            tracker.awaitLeader(PATIENCE);
            one.close();

            assertThat(second.isHeld()).isTrue();
            two.transfer(other(second));
            assertThat(others.await(other(second), PATIENCE).term().orElseThrow())
                    .isGreaterThan(second.term().orElseThrow());
        }
    }

    @Test
    void transferThatTheLeaderRefusesSaysWhy() throws Exception {
        try (var cluster = cluster(ENGINE, tracker)) {
            assertThatThrownBy(() -> cluster.restart(SERVERS.get(0))).hasMessage("cluster: not started");
            cluster.start();
            var leader = tracker.awaitLeader(PATIENCE);
            var away = other(leader);
            var removed = new FutureClosure("removal");
            cluster.unwrap(leader.server(), Node.class)
                    .removePeer(cluster.unwrap(away, Node.class).getNodeId().getPeerId(), removed);
            removed.awaitDone();

            assertThatThrownBy(() -> cluster.transfer(away))
                    .hasMessage("server " + leader.server() + ": does not hand over: Not in current configuration");
        }
    }

    @Test
    void serverThatIsAloneStepsDownAndIsElectedAgain() throws Exception {
        try (var cluster = new TestCluster(ENGINE, SERVERS.subList(0, 1), tracker::track)) {
            cluster.start();
            var leader = tracker.awaitLeader(PATIENCE);

            cluster.stepDown(leader.server());

            leader.awaitLost(PATIENCE);
            assertThat(tracker.awaitLeader(PATIENCE).term().orElseThrow())
                    .isGreaterThan(leader.term().orElseThrow());
        }
    }

    @Test
    void electionTimeoutHasBounds() {
        var builder = JRaftEngine.builder();

        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofMillis(49)))
                .hasMessage("election time-out: PT0.049S, expected PT0.05S to PT1M");
        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofSeconds(61)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ServerId other(Leadership leader) {
        return SERVERS.get(leader.server().equals(SERVERS.get(0)) ? 1 : 0);
    }

    /** JRaft treats the command as applied, because the state machine has passed it, and runs no closure. */
    @Test
    void commandWhoseStateMachineFailsOnItsWayFailsWithItsServer() throws Exception {
        try (var control = ElectionControl.start(
                JRaftEngine.builder().stateMachines(server -> new Failing()).build(), 3)) {
            var term = control.elect(SERVERS.get(0));
            var lost = control.client().submit(new byte[] {1}).toCompletableFuture();
            term.leadership().awaitLost(ElectionControl.PATIENCE);

            assertThat(control.cluster().status(SERVERS.get(0)).ready()).isFalse();
            control.kill(SERVERS.get(0));

            assertThatThrownBy(() -> lost.get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("server s1: command: server closed");
        }
    }

    /** Passes an entry, and then fails. */
    private static final class Failing extends StateMachineAdapter {
        @Override
        public void onApply(Iterator entries) {
            var data = entries.next();
            throw new IllegalStateException("thrown by a state machine, as the test wants it: " + data);
        }
    }
}
