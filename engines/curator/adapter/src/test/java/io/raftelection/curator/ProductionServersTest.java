package io.raftelection.curator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tracks three servers that run as in production: each has a client of its own, and a latch on a ZooKeeper server that
 * listens on a socket and stores files. The method {@code start} shows how a service attaches the adapter.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ProductionServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ANY_FREE_PORT = 0;

    private final Tracker tracker = Tracker.open("curator");
    private final Map<ServerId, Server> servers = new LinkedHashMap<>();

    private record Server(CuratorFramework client, LeaderLatch latch) {
        void close() throws IOException {
            if (latch.getState() == LeaderLatch.State.STARTED) {
                latch.close();
            }
            client.close();
        }
    }

    @AfterEach
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void closeAll() throws IOException {
        for (var server : servers.values()) {
            server.close();
        }
        tracker.close();
    }

    @Test
    void closedLeaderLosesLeadershipAndAnotherServerAcquiresAHigherToken(@TempDir Path directory) throws Exception {
        try (var zooKeeper = new TestingServer(ANY_FREE_PORT, directory.toFile())) {
            for (var id : new String[] {"s1", "s2", "s3"}) {
                start(ServerId.of(id), zooKeeper.getConnectString());
            }

            var first = tracker.awaitLeader(PATIENCE);
            requireNonNull(servers.get(first.server())).close();
            var loss = first.awaitLost(PATIENCE);
            var second = tracker.awaitLeader(PATIENCE);

            assertThat(first.term()).as("a latch has no term").isEmpty();
            assertThat(loss.server()).isEqualTo(first.server());
            assertThat(second.server()).isNotEqualTo(first.server());
            assertThat(second.fencingToken().orElseThrow())
                    .isGreaterThan(first.fencingToken().orElseThrow());
            assertThat(tracker.anomalies()).isEmpty();
            closeAll();
        }
    }

    /** Starts one server as a service does, and attaches the tracker to its latch. */
    private void start(ServerId id, String zooKeeper) throws Exception {
        var client = CuratorFrameworkFactory.newClient(zooKeeper, new ExponentialBackoffRetry(100, 10));
        var latch = new LeaderLatch(client, "/leader", id.value());
        servers.put(id, new Server(client, latch));
        CuratorLeadership.attach(client, latch, tracker.track(id));
        client.start();
        latch.start();
    }
}
