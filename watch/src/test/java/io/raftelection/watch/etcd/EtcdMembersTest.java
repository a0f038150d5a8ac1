package io.raftelection.watch.etcd;

import static io.raftelection.watch.faults.FaultRounds.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchListener;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.Processes;
import io.raftelection.watch.faults.WatchedCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watches real etcd processes and compares what is reported with their logs. */
@Timeout(600)
final class EtcdMembersTest {
    private static final WatchSettings SETTINGS = WatchSettings.of("etcd")
            .withInterval(Duration.ofMillis(50))
            .withTimeout(Duration.ofSeconds(3))
            .withBackOff(Duration.ofMillis(500));
    private static final ServerId E1 = ServerId.of("e1");
    private static final ServerId E2 = ServerId.of("e2");
    private static final ServerId E3 = ServerId.of("e3");

    @TempDir
    Path folder;

    /** The problems, and the ends of problems, as lines of text. */
    private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();

    private final WatchListener listener = new WatchListener() {
        @Override
        public void problem(String subject, String words) {
            problems.add(subject + ": " + words);
        }

        @Override
        public void solved(String subject) {
            problems.add(subject + ": solved");
        }
    };

    private Watch watch(String... endpoints) throws Exception {
        var parsed = List.of(endpoints).stream().map(Endpoint::parse).toList();
        return Watch.start(EtcdMembers.source(parsed, Access.open()), SETTINGS, listener);
    }

    /** {@return a cluster of which two addresses are watched} */
    private static WatchedCluster watch(Processes cluster) throws Exception {
        var endpoints = List.of(Endpoint.parse(cluster.address(E1)), Endpoint.parse(cluster.address(E2)));
        return new WatchedCluster(cluster).polled("etcd", EtcdMembers.source(endpoints, Access.open()), SETTINGS);
    }

    @Test
    void killedLeaderHasLostAndTheNextOneIsReported() throws Exception {
        try (var cluster = EtcdCluster.onLoopback(folder, 3).startAll();
                var watched = watch(cluster)) {
            watched.compare("kill", watched::kill);
        }
    }

    @Test
    void frozenLeaderIsNotReportedAgainByItsOldAnswers() throws Exception {
        try (var cluster = EtcdCluster.onLoopback(folder, 3).startAll();
                var watched = watch(cluster)) {
            watched.compare("freeze", watched::freeze);
        }
    }

    @Test
    void isolatedLeaderHasLostWhenTheNextOneLeads() throws Exception {
        try (var cluster = EtcdCluster.onHosts(folder, 3).startAll();
                var watched = watch(cluster)) {
            watched.compare("cut", watched::cut);
        }
    }

    @Test
    void oneAddressIsEnoughAndAMemberThatIsDownIsReportedOnce() throws Exception {
        try (var cluster = EtcdCluster.onLoopback(folder, 3)) {
            cluster.startAll();
            try (var watch = watch(cluster.address(E1), cluster.address(E3))) {
                // A member is not listed before it has started.
                awaitServers(watch, E1, E2, E3);
            }
            cluster.kill(E3);
            problems.clear();
            try (var watch = watch(cluster.address(E1))) {
                watch.tracker().awaitLeader(PATIENCE);
                awaitProblem("e3: " + cluster.address(E3) + "/v3/maintenance/status: connection refused");

                cluster.start(E3);

                awaitProblem("e3: solved");
                awaitServers(watch, E1, E2, E3);
            }
        }
    }

    @Test
    void wrongAddressIsReportedAndDoesNotDisturbTheOthers() throws Exception {
        try (var cluster = EtcdCluster.onLoopback(folder, 1)) {
            cluster.start(E1);
            try (var watch = watch("wrong=127.0.0.1:1", cluster.address(E1))) {
                assertThat(watch.tracker().awaitLeader(PATIENCE).server()).isEqualTo(E1);
                awaitProblem("wrong: http://127.0.0.1:1/v3/maintenance/status: connection refused");
            }
        }
    }

    /** Waits until these servers are tracked. */
    private static void awaitServers(Watch watch, ServerId... expected) {
        var names = Set.of(expected);
        await(() -> names.equals(
                watch.tracker().standings().stream().map(Standing::server).collect(Collectors.toSet())));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the deadline of a condition").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void awaitProblem(String line) throws InterruptedException {
        for (var next = next(); !line.equals(next); next = next()) {
            assertThat(next).as("the next problem while waiting for: " + line).isNotNull();
        }
    }

    private @Nullable String next() throws InterruptedException {
        return problems.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
