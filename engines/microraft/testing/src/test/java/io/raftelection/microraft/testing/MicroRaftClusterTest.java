package io.raftelection.microraft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microraft.lifecycle.RaftNodeLifecycleAware;
import io.microraft.report.RaftNodeReport;
import io.microraft.report.RaftNodeReportListener;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.TestCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what only MicroRaft does on a real cluster. */
@Timeout(60)
final class MicroRaftClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");

    private final Tracker tracker = Tracker.lenient("microraft");

    @AfterEach
    void closeTheTracker() {
        tracker.close();
    }

    @Test
    void usersListenerThatThrowsIsCalledForEveryReportAndHindersNobody() throws Exception {
        Queue<RaftNodeReport> reports = new ConcurrentLinkedQueue<>();
        var engine = MicroRaftEngine.builder()
                .listeners(server -> report -> {
                    reports.add(report);
                    throw new IllegalStateException("thrown by a user's listener, as the test wants it");
                })
                .build();
        try (var cluster = new TestCluster(engine, List.of(S1), tracker::track)) {
            cluster.start();
            tracker.await(S1, PATIENCE);
        }

        assertThat(tracker.history().events())
                .filteredOn(event -> event instanceof Acquired || event instanceof Lost)
                .hasSize(2);
        assertThat(reports).hasSizeGreaterThan(2);
    }

    /** A listener that makes the start of its server fail. */
    private static final class Frail implements RaftNodeReportListener, RaftNodeLifecycleAware {
        @Override
        public void accept(RaftNodeReport report) {}

        @Override
        public void onRaftNodeStart() {
            throw new IllegalStateException("frail");
        }
    }

    @Test
    void serverThatCannotBeStartedAgainDoesNotRun() throws Exception {
        var starts = new AtomicInteger();
        var engine = MicroRaftEngine.builder()
                .listeners(server -> starts.getAndIncrement() == 0 ? report -> {} : new Frail())
                .build();
        try (var cluster = new TestCluster(engine, List.of(S1), tracker::track)) {
            cluster.start();
            tracker.await(S1, PATIENCE);
            cluster.kill(S1);

            assertThatThrownBy(() -> cluster.restart(S1))
                    .isInstanceOf(IOException.class)
                    .hasMessage("server s1: refuses: frail");

            assertThat(cluster.isRunning(S1)).isFalse();
            assertThat(cluster.claims()).isEmpty();
        }
    }

    @Test
    void onlyServerLeadsAgainAfterARestart() throws Exception {
        try (var cluster = new TestCluster(new MicroRaftEngine(), List.of(S1), tracker::track)) {
            cluster.start();
            var first = tracker.await(S1, PATIENCE);
            cluster.kill(S1);
            cluster.restart(S1);

            var second = tracker.await(S1, PATIENCE);

            assertThat(first.isHeld()).isFalse();
            assertThat(second.term().orElseThrow()).isGreaterThan(first.term().orElseThrow());
        }
    }

    @Test
    void leaderThatCannotReachTheOtherRefusesToHandOver() throws Exception {
        try (var cluster = new TestCluster(new MicroRaftEngine(), List.of(S1, S2, S3), tracker::track)) {
            cluster.start();
            var leader = tracker.awaitLeader(PATIENCE).server();
            var unreachable = leader.equals(S3) ? S2 : S3;
            cluster.isolate(unreachable);

            assertThatThrownBy(() -> cluster.transfer(unreachable))
                    .isInstanceOf(IOException.class)
                    .hasMessage("server " + leader + ": refuses: " + leader + "<raft-election> leadership transfer to "
                            + unreachable + " timed out!");
        }
    }

    /** If each server had its own thread, timers of earlier transfers would end some of these. */
    @Test
    void quickHandOversAllSucceed() throws Exception {
        var servers = List.of(S1, S2, S3);
        try (var cluster = new TestCluster(new MicroRaftEngine(), servers, tracker::track)) {
            cluster.start();
            var first = tracker.awaitLeader(PATIENCE);
            var leader = first;

            for (int handOver = 0; handOver < 500; handOver++) {
                var next = servers.get((servers.indexOf(leader.server()) + 1) % servers.size());
                cluster.transfer(next);
                leader = tracker.await(next, PATIENCE);
            }

            assertThat(leader.term()).hasValue(first.term().orElseThrow() + 500);
        }
    }

    @Test
    void nothingIsTransferredWhereNobodyLeads() throws Exception {
        try (var cluster = new TestCluster(new MicroRaftEngine(), List.of(S1, S2), tracker::track)) {
            cluster.start();
            var leader = tracker.awaitLeader(PATIENCE).server();
            cluster.kill(leader);

            assertThatThrownBy(() -> cluster.transfer(leader.equals(S1) ? S2 : S1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cluster: no server leads");
        }
    }

    @Test
    void nothingIsRestartedBeforeTheStart() {
        try (var cluster = new TestCluster(new MicroRaftEngine(), List.of(S1), tracker::track)) {
            assertThatThrownBy(() -> cluster.restart(S1)).hasMessage("cluster: not started");
        }
    }
}
