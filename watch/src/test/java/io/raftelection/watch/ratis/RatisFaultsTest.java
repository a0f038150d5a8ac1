package io.raftelection.watch.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Tracker;
import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchListener;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.Comparison;
import io.raftelection.watch.faults.FaultRounds;
import io.raftelection.watch.faults.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watches real Ratis servers by JMX and by their API at the same time, while their leader is killed and frozen. */
@Timeout(600)
final class RatisFaultsTest {
    private static final WatchSettings SETTINGS =
            WatchSettings.of("ratis").withInterval(Duration.ofMillis(100)).withBackOff(Duration.ofMillis(500));

    @TempDir
    private Path folder;

    @Test
    void reportedLeadersAreThoseOfTheLogs() throws Exception {
        var ratis = RatisCluster.onLoopback(folder, 3);
        try (var cluster = ratis.processes()) {
            var servers = cluster.servers();
            var ports = servers.stream()
                    .map(server -> new Endpoint("", cluster.address(server)))
                    .toList();
            var oneApi = List.of(new Endpoint("", ratis.apis().get(0)));
            cluster.start(servers.get(0));
            cluster.start(servers.get(1));
            var jmx = new FoundGroup();
            var api = new FoundGroup();
            try (var byJmx = Watch.start(RatisServers.source(ports, Access.open()), SETTINGS, jmx);
                    var byApi = Watch.start(RatisServers.source(oneApi, Access.open()), SETTINGS, api)) {
                var group = jmx.await();
                var sameByApi = api.await();
                group.awaitLeader(FaultRounds.PATIENCE);
                sameByApi.awaitLeader(FaultRounds.PATIENCE);
                cluster.start(servers.get(2));
                var rounds = new FaultRounds(cluster, group);
                rounds.repeat(rounds::freeze);
                rounds.repeat(rounds::kill);
                var last = group.awaitLeader(FaultRounds.PATIENCE);
                assertThat(sameByApi.await(last.server(), FaultRounds.PATIENCE).term())
                        .isEqualTo(last.term());

                byJmx.close();
                byApi.close();

                check(cluster, group, "JMX");
                check(cluster, sameByApi, "API");
            } catch (Exception | AssertionError e) {
                System.out.println(cluster.logs());
                throw e;
            }
        }
    }

    /** Waits for the tracker of the group. */
    private static final class FoundGroup implements WatchListener {
        private final CompletableFuture<Tracker> tracker = new CompletableFuture<>();

        @Override
        public void found(String group, Tracker found) {
            if (group.equals(RatisCluster.GROUP)) {
                tracker.complete(found);
            }
        }

        Tracker await() throws Exception {
            return tracker.get(FaultRounds.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void check(Processes cluster, Tracker tracker, String way) throws Exception {
        assertThat(tracker.anomalies()).isEmpty();
        var comparison = Comparison.of(cluster, tracker);
        comparison.assertReportedInTheOrderOfTheLogs();
        System.out.println("Ratis by " + way + ": " + comparison.summary());
    }
}
