package io.raftelection.watch.ratis;

import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.WatchedCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watches real Ratis servers by JMX and by their API at the same time, and compares the reports with their logs. */
@Timeout(1_800)
final class RatisFaultsTest {
    private static final WatchSettings SETTINGS = WatchSettings.of("ratis")
            .withInterval(Duration.ofMillis(100))
            .withTimeout(Duration.ofSeconds(5))
            .withBackOff(Duration.ofMillis(500))
            .withRediscovery(Duration.ofSeconds(1));

    @TempDir
    private Path folder;

    /** By JMX, each server is asked at its own address. By the API, one address is enough. */
    private static WatchedCluster watch(RatisCluster ratis) throws Exception {
        var cluster = ratis.processes();
        var all = cluster.servers().stream()
                .map(server -> new Endpoint("", cluster.address(server)))
                .toList();
        var oneApi = List.of(new Endpoint("", ratis.apis().get(0)));
        return new WatchedCluster(cluster)
                .polled("ratis by JMX", RatisServers.source(all, Access.open()), SETTINGS)
                .polled("ratis by its API", RatisServers.source(oneApi, Access.open()), SETTINGS);
    }

    @Test
    void reportedLeadersAreThoseOfTheLogsWhenLeadersAreKilledAndFrozen() throws Exception {
        var ratis = RatisCluster.onLoopback(folder, 3);
        try (var cluster = ratis.processes()) {
            var servers = cluster.servers();
            cluster.start(servers.get(0));
            cluster.start(servers.get(1));
            try (var watched = watch(ratis)) {
                watched.awaitLeader();
                cluster.start(servers.get(2));
                ratis.awaitEntry(servers.get(2));

                watched.compare("kill and freeze", watched::freeze, watched::kill);
            }
        }
    }

    @Test
    void isolatedLeaderHasLostWhenTheNextOneLeads() throws Exception {
        var ratis = RatisCluster.onHosts(folder, 3);
        try (var cluster = ratis.processes().startAll();
                var watched = watch(ratis)) {
            watched.compare("cut", watched::cut);
        }
    }
}
