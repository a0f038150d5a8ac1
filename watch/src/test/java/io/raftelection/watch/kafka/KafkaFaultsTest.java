package io.raftelection.watch.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.Comparison;
import io.raftelection.watch.faults.FaultRounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watches real Kafka controllers while their leader is killed and frozen. */
@Timeout(600)
final class KafkaFaultsTest {
    private static final int ROUNDS = Integer.getInteger("raftelection.watch.rounds", 1);
    private static final WatchSettings SETTINGS = WatchSettings.of("kafka")
            .withInterval(Duration.ofMillis(100))
            .withBackOff(Duration.ofMillis(500))
            .withRediscovery(Duration.ofSeconds(1));

    @TempDir
    private Path folder;

    @Test
    void reportedLeadersAreThoseOfTheLogs() throws Exception {
        try (var cluster = KafkaCluster.onLoopback(folder, 3)) {
            var servers = cluster.servers();
            var endpoints = new ArrayList<Endpoint>();
            servers.forEach(server -> endpoints.add(new Endpoint("", cluster.address(server))));
            cluster.start(servers.get(0));
            cluster.start(servers.get(1));
            try (var watch = Watch.start(KafkaControllers.source(endpoints, Access.open()), SETTINGS)) {
                var tracker = watch.tracker();
                tracker.awaitLeader(FaultRounds.PATIENCE);
                cluster.start(servers.get(2));
                var rounds = new FaultRounds(cluster, tracker);
                for (int round = 0; round < ROUNDS; round++) {
                    rounds.freeze(tracker.awaitLeader(FaultRounds.PATIENCE));
                    rounds.kill(tracker.awaitLeader(FaultRounds.PATIENCE));
                }
                tracker.awaitLeader(FaultRounds.PATIENCE);

                watch.close();

                assertThat(tracker.anomalies()).isEmpty();
                var comparison = Comparison.of(cluster, tracker);
                comparison.assertReportedInTheOrderOfTheLogs();
                System.out.println("Kafka by JMX: " + comparison.summary());
            } catch (Exception | AssertionError e) {
                System.out.println(cluster.logs());
                throw e;
            }
        }
    }
}
