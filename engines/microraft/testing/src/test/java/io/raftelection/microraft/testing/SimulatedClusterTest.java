package io.raftelection.microraft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.ManualTime;
import io.raftelection.testing.TestCluster.Claim;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests a simulated cluster whose time the test advances. */
final class SimulatedClusterTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");

    private final ManualTime time = new ManualTime();
    private final Tracker tracker = Tracker.builder("simulated")
            .timer(time)
            .clock(time)
            .executor(Runnable::run)
            .build();
    private final SimulatedCluster cluster = SimulatedCluster.of(List.of(S1, S2, S3), 42, time, tracker::track);

    @AfterEach
    void closeTheTracker() {
        tracker.close();
    }

    private ServerId leader() {
        return cluster.agreed().map(Claim::server).orElseThrow();
    }

    private ServerId follower() {
        return cluster.servers().stream()
                .filter(server -> !server.equals(leader()))
                .findFirst()
                .orElseThrow();
    }

    private void startAndElect() {
        cluster.start();
        time.advance(LONG);
    }

    @Test
    void nothingHappensUntilTimePasses() {
        cluster.start();

        assertThat(cluster.claims()).isEmpty();
        assertThat(tracker.history().events()).isEmpty();

        time.advance(LONG);

        assertThat(tracker.leader().orElseThrow().server()).isEqualTo(leader());
        assertThat(cluster.claims()).containsExactly(cluster.agreed().orElseThrow());
    }

    @Test
    void leadershipIsHandedOverToWhoIsNamed() {
        startAndElect();
        var next = follower();

        cluster.transfer(next);
        time.advance(LONG);

        assertThat(leader()).isEqualTo(next);
        assertThat(tracker.history().events()).map(LeadershipEvent::server).endsWith(next);
    }

    @Test
    void leaderThatNobodyHearsIsReplacedAndFollowsAfterHealing() {
        startAndElect();
        var old = leader();

        cluster.isolate(old);
        time.advance(LONG);
        var next = tracker.leader().orElseThrow().server();
        assertThat(next).isNotEqualTo(old);
        cluster.heal();
        time.advance(LONG);

        assertThat(leader()).isEqualTo(next);
    }

    @Test
    void killedServerIsSilentAndTakesPartAgainAfterItsStart() {
        startAndElect();
        var old = leader();

        cluster.kill(old);
        assertThat(cluster.running()).isEqualTo(Set.copyOf(others(old)));
        time.advance(LONG);
        assertThat(others(old)).contains(leader());
        cluster.start(old);
        time.advance(LONG);

        assertThat(cluster.agreed()).isPresent();
        assertThat(cluster.running()).containsExactlyInAnyOrder(S1, S2, S3);
    }

    private List<ServerId> others(ServerId server) {
        return cluster.servers().stream().filter(other -> !other.equals(server)).toList();
    }

    @Test
    void nobodyLeadsWhereEveryMessageIsLost() {
        cluster.conditions(new NetworkConditions(Duration.ofMillis(1), 100, 0));

        startAndElect();

        assertThat(tracker.history().events())
                .filteredOn(event -> event instanceof Acquired)
                .isEmpty();
        assertThat(tracker.knownLeader()).isEmpty();
    }

    @Test
    void messagesThatAllArriveTwiceDoNoHarm() {
        cluster.conditions(new NetworkConditions(Duration.ofMillis(20), 0, 100));

        startAndElect();

        assertThat(cluster.agreed()).isPresent();
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void messagesThatArriveTwiceAreSeenInTheHistory() {
        var once = historyIn(new NetworkConditions(Duration.ofMillis(20), 0, 0));

        assertThat(historyIn(new NetworkConditions(Duration.ofMillis(20), 0, 100)))
                .isNotEqualTo(once);
        assertThat(historyIn(new NetworkConditions(Duration.ofMillis(20), 0, 0)))
                .isEqualTo(once);
    }

    private static String historyIn(NetworkConditions conditions) {
        var time = new ManualTime();
        try (var tracker = Tracker.builder("conditions")
                .timer(time)
                .clock(time)
                .executor(Runnable::run)
                .build()) {
            var cluster = SimulatedCluster.of(List.of(S1, S2, S3), 42, time, tracker::track);
            cluster.conditions(conditions);
            cluster.start();
            time.advance(LONG);
            return tracker.history().toString();
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        var stranger = ServerId.of("s4");
        cluster.start(S1);

        assertThatIllegalArgumentException().isThrownBy(() -> cluster.start(S1)).withMessageContaining("s1: runs");
        assertThatIllegalArgumentException().isThrownBy(() -> cluster.kill(S2)).withMessageContaining("does not run");
        assertThatIllegalArgumentException().isThrownBy(() -> cluster.transfer(S2));
        assertThatIllegalArgumentException().isThrownBy(() -> cluster.cut(S1, stranger));
        assertThatIllegalArgumentException().isThrownBy(() -> cluster.isolate(stranger));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkConditions(Duration.ofNanos(1), 0, 0))
                .withMessage("slowest: PT0.000000001S, expected a millisecond or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkConditions(Duration.ofMillis(1), 101, 0))
                .withMessage("lost: 101 percent, expected 0 to 100");
    }
}
