package io.raftelection.watch.kafka;

import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.Processes;
import io.raftelection.watch.faults.WatchedCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watches real Kafka controllers and compares what is reported with their logs. */
@Timeout(1_800)
final class KafkaFaultsTest {
    private static final WatchSettings SETTINGS = WatchSettings.of("kafka")
            .withInterval(Duration.ofMillis(100))
            .withTimeout(Duration.ofSeconds(5))
            .withBackOff(Duration.ofMillis(500))
            .withRediscovery(Duration.ofSeconds(1));

    @TempDir
    private Path folder;

    private static WatchedCluster watch(Processes cluster) throws Exception {
        var endpoints = cluster.servers().stream()
                .map(server -> new Endpoint("", cluster.address(server)))
                .toList();
        return new WatchedCluster(cluster)
                .polled("kafka by JMX", KafkaControllers.source(endpoints, Access.open()), SETTINGS);
    }

    @Test
    void reportedLeadersAreThoseOfTheLogsWhenLeadersAreKilledAndFrozen() throws Exception {
        try (var cluster = KafkaCluster.onLoopback(folder, 3)) {
            var servers = cluster.servers();
            cluster.start(servers.get(0));
            cluster.start(servers.get(1));
            try (var watched = watch(cluster)) {
                watched.awaitLeader();
                cluster.start(servers.get(2));

                watched.compare("kill and freeze", watched::freeze, watched::kill);
            }
        }
    }

    @Test
    void isolatedLeaderHasLostWhenTheNextOneLeads() throws Exception {
        try (var cluster = KafkaCluster.onHosts(folder, 3).startAll();
                var watched = watch(cluster)) {
            watched.compare("cut", watched::cut);
        }
    }
}
