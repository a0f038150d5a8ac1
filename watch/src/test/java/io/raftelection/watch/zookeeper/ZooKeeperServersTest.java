package io.raftelection.watch.zookeeper;

import static io.raftelection.watch.faults.FaultRounds.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.Comparison;
import io.raftelection.watch.faults.FaultRounds;
import io.raftelection.watch.faults.FoundGroups;
import io.raftelection.watch.faults.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watches real ZooKeeper servers and compares what is reported with their logs. */
@Timeout(600)
final class ZooKeeperServersTest {
    private static final WatchSettings SETTINGS = WatchSettings.of("zookeeper")
            .withInterval(Duration.ofMillis(50))
            .withTimeout(Duration.ofSeconds(1))
            .withBackOff(Duration.ofMillis(200))
            .withRediscovery(Duration.ofSeconds(1));
    private static final ServerId ONE = ServerId.of("1");
    private static final ServerId TWO = ServerId.of("2");
    private static final ServerId THREE = ServerId.of("3");

    @TempDir
    Path folder;

    private final FoundGroups found = new FoundGroups();

    private Watch watch(Processes ensemble, ServerId... servers) throws Exception {
        var endpoints = Stream.of(servers)
                .map(server -> Endpoint.parse(ensemble.address(server)))
                .toList();
        return Watch.start(ZooKeeperServers.source(endpoints, Access.open()), SETTINGS, found);
    }

    private static int rounds() {
        return Integer.getInteger("raftelection.watch.rounds", 1);
    }

    @Test
    void leadersAreThoseOfTheLogs() throws Exception {
        try (var ensemble = Ensemble.onLoopback(folder, 3)) {
            ensemble.start(ONE);
            ensemble.start(TWO);
            var third = ensemble.address(THREE);
            try (var watch = watch(ensemble, ONE, TWO, THREE)) {
                assertThat(found.problem(third)).contains("connection refused");
                var tracker = watch.tracker();
                tracker.awaitLeader(PATIENCE);
                ensemble.start(THREE);
                awaitServers(tracker, ONE, TWO, THREE);
                var faults = FaultRounds.of(ensemble, tracker);

                for (int round = 0; round < rounds(); round++) {
                    faults.kill(tracker.awaitLeader(PATIENCE));
                    awaitAnswers(watch);
                    faults.freeze(tracker.awaitLeader(PATIENCE));
                    awaitAnswers(watch);
                }
                tracker.awaitLeader(PATIENCE);
                tracker.close();

                compare("kill and freeze", ensemble, tracker);
                assertThat(tracker.history().events())
                        .as("views")
                        .anyMatch(event -> event instanceof Follows follows
                                && follows.leader().isPresent());
            }
        }
    }

    @Test
    void isolatedLeaderHasLostWhenTheNextOneLeads() throws Exception {
        try (var ensemble = Ensemble.onHosts(folder, 3)) {
            ensemble.startAll();
            try (var watch = watch(ensemble, ONE, TWO, THREE)) {
                var tracker = watch.tracker();
                var faults = FaultRounds.of(ensemble, tracker);
                for (int round = 0; round < rounds(); round++) {
                    faults.cut(tracker.awaitLeader(PATIENCE));
                    awaitAnswers(watch);
                }
                tracker.awaitLeader(PATIENCE);
                tracker.close();

                compare("cut", ensemble, tracker);
            }
        }
    }

    private static void compare(String fault, Processes ensemble, Tracker tracker) throws Exception {
        var comparison = Comparison.of(ensemble, tracker);
        var asNew =
                comparison.reported().stream().filter(event -> !event.already()).toList();
        System.out.println("zookeeper, " + fault + ", without leaders that led already: "
                + new Comparison(asNew, comparison.logged(), tracker).summary());
        try {
            comparison.assertSameAsTheLogs(tracker.history().startedAt(), SETTINGS);
            assertThat(comparison.reported())
                    .as("terms")
                    .allMatch(event -> event.term().isPresent());
            assertThat(tracker.history().isSafe()).isTrue();
            assertThat(tracker.anomalies()).isEmpty();
        } catch (AssertionError e) {
            throw new AssertionError(tracker.history() + "\nlogs: " + comparison.logged(), e);
        }
    }

    /** Waits until every server answers again, so that an answer from before the fault would have been handled. */
    private static void awaitAnswers(Watch watch) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!watch.problems().isEmpty()) {
            assertThat(System.nanoTime()).as("problems: " + watch.problems()).isLessThan(deadline);
            Thread.sleep(20); // a watch has no call that waits for the end of problems
        }
    }

    private static void awaitServers(Tracker tracker, ServerId... expected) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!tracker.standings().stream()
                .map(Standing::server)
                .sorted()
                .toList()
                .equals(List.of(expected))) {
            assertThat(System.nanoTime()).as(tracker.standings().toString()).isLessThan(deadline);
            Thread.sleep(20); // the tracker does not report who is tracked
        }
    }
}
