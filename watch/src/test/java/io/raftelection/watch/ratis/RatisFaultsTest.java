package io.raftelection.watch.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent;
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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watches real Ratis servers by JMX and by their API at the same time, while their leader is killed and frozen. */
@Timeout(600)
final class RatisFaultsTest {
    private static final int ROUNDS = Integer.getInteger("raftelection.watch.rounds", 1);
    private static final WatchSettings SETTINGS = WatchSettings.of("ratis")
            .withInterval(Duration.ofMillis(100))
            .withBackOff(Duration.ofMillis(500))
            .withRediscovery(Duration.ofSeconds(1));

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
                ratis.awaitEntry(servers.get(2));
                var rounds = new FaultRounds(cluster, group);
                for (int round = 0; round < ROUNDS; round++) {
                    rounds.freeze(leaderOfBoth(group, api));
                    rounds.kill(leaderOfBoth(group, api));
                }
                leaderOfBoth(group, api);

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

    /** {@return the leader, once both watches have reported it} One that leads for less time can be missed. */
    private static Leadership leaderOfBoth(Tracker group, FoundGroup other) throws InterruptedException {
        var leader = group.awaitLeader(FaultRounds.PATIENCE);
        other.awaitAcquired(leader);
        return leader;
    }

    /** Waits for the tracker of the group. */
    private static final class FoundGroup implements WatchListener {
        private final CompletableFuture<Tracker> tracker = new CompletableFuture<>();
        private final LinkedBlockingQueue<LeadershipEvent.Acquired> acquisitions = new LinkedBlockingQueue<>();

        @Override
        public void found(String group, Tracker found) {
            if (group.equals(RatisCluster.GROUP)) {
                tracker.complete(found);
            }
        }

        @Override
        public void event(String group, LeadershipEvent event) {
            if (event instanceof LeadershipEvent.Acquired acquired) {
                acquisitions.add(acquired);
            }
        }

        /** Waits until this watch has reported a leadership, too. */
        void awaitAcquired(Leadership leadership) throws InterruptedException {
            LeadershipEvent.Acquired next;
            do {
                next = acquisitions.poll(FaultRounds.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(next).as("acquisition by " + leadership.server()).isNotNull();
            } while (!next.server().equals(leadership.server()) || !next.term().equals(leadership.term()));
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
