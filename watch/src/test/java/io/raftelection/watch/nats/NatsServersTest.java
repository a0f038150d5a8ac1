package io.raftelection.watch.nats;

import static io.raftelection.watch.faults.FaultRounds.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import io.raftelection.View;
import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.Comparison;
import io.raftelection.watch.faults.FaultRounds;
import io.raftelection.watch.faults.FoundGroups;
import io.raftelection.watch.faults.LoggedLeader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Watches real NATS servers and compares what is reported with their logs. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(600)
final class NatsServersTest {
    private static final WatchSettings SETTINGS = WatchSettings.of("nats")
            .withInterval(Duration.ofMillis(50))
            .withTimeout(Duration.ofSeconds(1))
            .withBackOff(Duration.ofMillis(200))
            .withRediscovery(Duration.ofSeconds(1));
    private static final String ORDERS = "$G/ORDERS";
    private static final ServerId N1 = ServerId.of("n1");
    private static final ServerId N2 = ServerId.of("n2");
    private static final ServerId N3 = ServerId.of("n3");

    /** By how much the times of a tracker and of a log may differ: a tracker reads the wall clock now and then. */
    private static final Duration CLOCKS = Duration.ofMillis(100);

    /** A leader without a majority counts for 4 s, and for the time of a poll. NATS itself keeps it for 10 to 20 s. */
    private static final Duration BELIEF = Duration.ofSeconds(7);

    @TempDir
    Path folder;

    private final FoundGroups found = new FoundGroups();

    private Watch watch(NatsCluster cluster, ServerId... servers) throws Exception {
        var endpoints = Stream.of(servers)
                .map(server -> Endpoint.parse(cluster.processes().address(server)))
                .toList();
        return Watch.start(NatsServers.source(endpoints, Access.open()), SETTINGS, found);
    }

    private static void createStream(NatsCluster cluster) throws Exception {
        cluster.request(1, "$JS.API.STREAM.CREATE.ORDERS", """
                {"name":"ORDERS","subjects":["orders.>"],"num_replicas":3,"storage":"memory"}""");
        cluster.request(1, "$JS.API.STREAM.CREATE.ALONE", """
                {"name":"ALONE","subjects":["alone.>"],"num_replicas":1,"storage":"memory"}""");
    }

    private static int rounds() {
        return Integer.getInteger("raftelection.watch.rounds", 1);
    }

    @Test
    void leadersOfAllGroupsAreThoseOfTheLogs() throws Exception {
        try (var cluster = NatsCluster.onLoopback(folder, 3)) {
            cluster.processes().startAll();
            try (var watch = watch(cluster, N1, N2, N3)) {
                var meta = found.tracker(Jsz.META);
                meta.awaitLeader(PATIENCE);
                createStream(cluster);
                var orders = found.tracker(ORDERS);
                var metaRounds = FaultRounds.of(cluster.processes(), meta);
                var ordersRounds = FaultRounds.of(cluster.processes(), orders);
                for (int round = 0; round < rounds(); round++) {
                    metaRounds.kill(meta.awaitLeader(PATIENCE));
                    awaitAnswers(watch, meta);
                    ordersRounds.freeze(orders.awaitLeader(PATIENCE));
                    awaitAnswers(watch, meta);
                    meta.awaitLeader(PATIENCE);
                    for (int i = 0; i < 3; i++) {
                        var leader = orders.awaitLeader(PATIENCE);
                        cluster.request(1, "$JS.API.STREAM.LEADER.STEPDOWN.ORDERS", "");
                        leader.awaitLost(PATIENCE);
                    }
                    orders.awaitLeader(PATIENCE);
                }
                watch.close();

                compare("_meta_", meta, cluster.processes().loggedLeaders(), cluster);
                compare(ORDERS, orders, cluster.loggedLeaders(ORDERS), cluster);
                assertThat(watch.trackers()).containsOnlyKeys(Jsz.META, ORDERS);
            }
        }
    }

    /** Waits until every server answers again, so that an answer from before the fault would have been handled. */
    private static void awaitAnswers(Watch watch, Tracker meta) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!watch.problems().isEmpty()) {
            assertThat(System.nanoTime()).as("problems: " + watch.problems()).isLessThan(deadline);
            meta.awaitLeader(PATIENCE);
            Thread.onSpinWait();
        }
    }

    /**
     * Compares the reports with the logs. There are no terms, so each report must be of a leader that is the latest.
     */
    private static void compare(String group, Tracker tracker, List<LoggedLeader> logged, NatsCluster cluster)
            throws Exception {
        var reported = Comparison.of(cluster.processes(), tracker).reported();
        try {
            new Comparison(reported, logged, tracker).assertReportedInTheOrderOfTheLogs();
            var seen = new LinkedHashMap<LoggedLeader, Duration>();
            for (var event : reported) {
                var at = tracker.instant(event.at());
                assertThat(latest(logged, at.minus(age(event)), at.plus(CLOCKS)))
                        .as("the leaders in the logs at " + event)
                        .extracting(LoggedLeader::server)
                        .contains(event.server());
                var latest = logged.stream()
                        .filter(leader -> !leader.at().isAfter(at.plus(CLOCKS))
                                && leader.server().equals(event.server()))
                        .reduce((one, other) -> other);
                if (!event.already()) {
                    latest.ifPresent(leader -> seen.putIfAbsent(leader, Duration.between(leader.at(), at)));
                }
            }
            print(group, reported.size(), logged, seen);
            assertThat(tracker.history().summary().longestOverlap())
                    .as("two leaders at once")
                    .isEmpty();
            assertThat(tracker.anomalies()).isEmpty();
        } catch (AssertionError e) {
            throw new AssertionError(tracker.history() + "\nlogs: " + logged, e);
        }
    }

    /**
     * {@return how old the answer that a report shows may be: it is a poll that took as long as the timeout at most}
     */
    private static Duration age(Acquired event) {
        var longest = SETTINGS.timeout().plus(CLOCKS);
        return event.uncertainty().compareTo(longest) < 0 ? event.uncertainty().plus(CLOCKS) : longest;
    }

    /** {@return those that were the latest leader at some time in a period} */
    private static List<LoggedLeader> latest(List<LoggedLeader> logged, Instant from, Instant to) {
        var leaders = new ArrayList<LoggedLeader>();
        logged.stream()
                .filter(leader -> leader.at().isBefore(from))
                .reduce((one, other) -> other)
                .ifPresent(leaders::add);
        logged.stream()
                .filter(leader -> !leader.at().isBefore(from) && !leader.at().isAfter(to))
                .forEach(leaders::add);
        return leaders;
    }

    private static void print(String group, int reported, List<LoggedLeader> logged, Map<LoggedLeader, Duration> seen) {
        var lags = seen.values().stream().sorted().toList();
        System.out.printf(
                "nats, %s: %d acquisitions reported, %d in the logs, lag of %d: p50 %s, p99 %s; not as new: %s%n",
                group,
                reported,
                logged.size(),
                lags.size(),
                lags.isEmpty() ? "none" : lags.get(lags.size() / 2),
                lags.isEmpty() ? "none" : lags.get(lags.size() * 99 / 100),
                logged.stream().filter(leader -> !seen.containsKey(leader)).toList());
    }

    @Test
    void leaderThatIsCutOffIsNeverReportedBesideAnotherOne() throws Exception {
        try (var cluster = NatsCluster.onHosts(folder, 3)) {
            cluster.processes().startAll();
            try (var watch = watch(cluster, N1, N2, N3)) {
                var meta = found.tracker(Jsz.META);
                meta.awaitLeader(PATIENCE);
                createStream(cluster);
                var orders = found.tracker(ORDERS);
                for (int round = 0; round < rounds(); round++) {
                    cut(cluster, round % 2 == 0 ? meta : orders, List.of(meta, orders));
                }
                watch.close();

                compare("_meta_, cut", meta, cluster.processes().loggedLeaders(), cluster);
                compare(ORDERS + ", cut", orders, cluster.loggedLeaders(ORDERS), cluster);
            }
        }
    }

    /** Cuts the leader of a group off, and waits until all servers agree again in all groups. */
    private static void cut(NatsCluster cluster, Tracker group, List<Tracker> groups) throws Exception {
        var leader = group.awaitLeader(PATIENCE);
        cluster.processes().cut(leader.server());
        var cutAt = Instant.now();
        leader.awaitLost(PATIENCE);
        assertThat(Instant.now()).isBefore(cutAt.plus(BELIEF));
        for (var each : groups) {
            each.awaitLeader(PATIENCE);
        }
        cluster.processes().heal(leader.server());
        for (var each : groups) {
            awaitAgreement(each);
        }
    }

    private static void awaitAgreement(Tracker tracker) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isAgreed(tracker)) {
            assertThat(System.nanoTime()).as(tracker.standings().toString()).isLessThan(deadline);
            Thread.sleep(20); // the tracker waits for agreement in one term, and NATS has none
        }
    }

    private static boolean isAgreed(Tracker tracker) {
        var leader = tracker.leader().map(Leadership::server);
        return leader.isPresent()
                && tracker.standings().stream()
                        .allMatch(standing -> standing.server().equals(leader.get())
                                || standing.view().flatMap(View::leader).equals(leader));
    }

    @Test
    void serverThatIsDownAtStartIsNamedWhenItAnswers() throws Exception {
        try (var cluster = NatsCluster.onLoopback(folder, 3)) {
            cluster.processes().start(N1);
            cluster.processes().start(N2);
            var address = cluster.processes().address(N3);
            try (var watch = watch(cluster, N1, N2, N3)) {
                assertThat(found.problem(address)).contains("connection refused");
                var meta = found.tracker(Jsz.META);
                meta.awaitLeader(PATIENCE);

                cluster.processes().start(N3);

                awaitServers(meta, N1, N2, N3);
                createStream(cluster);
                found.tracker(ORDERS).awaitLeader(PATIENCE);
                cluster.request(1, "$JS.API.STREAM.DELETE.ORDERS", "");
                awaitServers(found.tracker(ORDERS));
            }
        }
    }

    @Test
    void oneAddressIsEnoughIfAllServersHaveTheSameMonitoringPort() throws Exception {
        try (var cluster = NatsCluster.withOneMonitoringPort(folder, 3)) {
            cluster.processes().startAll();
            try (var watch = watch(cluster, N2)) {
                awaitServers(found.tracker(Jsz.META), N1, N2, N3);
                assertThat(watch.trackers()).containsKey(Jsz.META);
            }
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
