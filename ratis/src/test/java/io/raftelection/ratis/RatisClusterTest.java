package io.raftelection.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tracker hears of a real cluster of three, over each transport, waiting on events only. */
@ExtendWith(HistoryOnFailure.class)
final class RatisClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final List<ServerId> SERVERS = List.of(S1, S2, S3);

    final Tracker tracker = Tracker.open("ratis");

    @AfterEach
    void historyIsSafeAndOrderly() {
        tracker.close();

        assertThat(tracker.history().isSafe()).as(tracker.history()::toString).isTrue();
        assertThat(tracker.anomalies()).isEmpty();
        for (var server : SERVERS) {
            assertAlternates(server);
        }
    }

    @ParameterizedTest
    @EnumSource
    void firstElectionIsToldWithItsTerm(Transport transport) throws Exception {
        try (var cluster = started(transport)) {
            var leader = tracker.awaitLeader(PATIENCE);

            assertThat(leader.isHeld()).isTrue();
            assertThat(leader.term().orElseThrow()).isPositive();
            assertThat(cluster.isRunning(leader.server())).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void chosenServerAcquiresALaterTermAndTheOldLeaderLoses(Transport transport) throws Exception {
        try (var cluster = started(transport)) {
            var old = tracker.awaitLeader(PATIENCE);
            var chosen = other(old);
            var future = tracker.expect(chosen, PATIENCE);

            cluster.transfer(chosen);

            var leadership = future.done();
            assertThat(leadership.server()).isEqualTo(chosen);
            assertThat(leadership.term().orElseThrow()).isGreaterThan(old.term().orElseThrow());
            assertThat(old.awaitLost(PATIENCE).cause()).isIn(Cause.STEPPED_DOWN, Cause.SUPERSEDED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void killedLeaderLosesTheOthersElectAndTheRestartedOneVotes(Transport transport) throws Exception {
        try (var cluster = started(transport)) {
            var killed = tracker.awaitLeader(PATIENCE);

            cluster.kill(killed.server());

            assertThat(killed.awaitLost(PATIENCE).reason()).isEqualTo("server closed");
            var next = tracker.awaitLeader(PATIENCE);
            assertThat(next.server()).isNotEqualTo(killed.server());
            assertThat(cluster.isRunning(killed.server())).isFalse();

            cluster.restart(killed.server());
            cluster.kill(next.server());

            next.awaitLost(PATIENCE);
            var third = tracker.awaitLeader(PATIENCE);
            assertThat(third.server()).isNotEqualTo(next.server());
            assertThat(third.term().orElseThrow()).isGreaterThan(next.term().orElseThrow());
        }
    }

    @ParameterizedTest
    @EnumSource
    void leaderThatIsCutOffLosesTheOthersElectAndTheHealedOneVotes(Transport transport) throws Exception {
        try (var cluster = started(transport)) {
            var cutOff = tracker.awaitLeader(PATIENCE);

            cluster.isolate(cutOff.server());

            cutOff.awaitLost(PATIENCE);
            var next = tracker.awaitLeader(PATIENCE);
            assertThat(next.server()).isNotEqualTo(cutOff.server());
            assertThat(next.term().orElseThrow()).isGreaterThan(cutOff.term().orElseThrow());

            cluster.heal();
            cluster.kill(next.server());

            next.awaitLost(PATIENCE);
            assertThat(tracker.awaitLeader(PATIENCE).server()).isNotEqualTo(next.server());
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingTheServersTellsTheLoss(Transport transport) throws Exception {
        Leadership leader;
        try (var cluster = started(transport)) {
            leader = tracker.awaitLeader(PATIENCE);
            assertThat(cluster.servers()).isEqualTo(SERVERS);
        }

        assertThat(leader.awaitLost(PATIENCE).reason()).isEqualTo("server closed");
        assertThat(tracker.leader()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftAfterClose(Transport transport) throws Exception {
        var threads = Thread.getAllStackTraces().keySet();
        var cluster = started(transport);
        tracker.awaitLeader(PATIENCE);
        var directory = cluster.directory();
        assertThat(directory).isNotEmptyDirectory();

        cluster.close();
        cluster.close();

        assertThat(directory).doesNotExist();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !threads.contains(thread) && !thread.isDaemon())
                .isEmpty();
        assertThatThrownBy(cluster::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cluster: closed");
    }

    private RatisCluster started(Transport transport) throws Exception {
        var cluster = RatisCluster.builder(SERVERS, tracker::track)
                .transport(transport)
                .build();
        cluster.start();
        return cluster;
    }

    private static ServerId other(Leadership leadership) {
        return SERVERS.stream()
                .filter(server -> !server.equals(leadership.server()))
                .findFirst()
                .orElseThrow();
    }

    /** Acquired and lost alternate, and terms rise. */
    private void assertAlternates(ServerId server) {
        var acquired = false;
        long term = 0;
        for (var event : tracker.history().events()) {
            if (event.server().equals(server)) {
                assertThat(event instanceof Acquired)
                        .as(tracker.history()::toString)
                        .isNotEqualTo(acquired);
                acquired = event instanceof Acquired;
                assertThat(event.term().orElseThrow()).isGreaterThanOrEqualTo(term);
                term = event.term().orElseThrow();
            }
        }
    }
}
