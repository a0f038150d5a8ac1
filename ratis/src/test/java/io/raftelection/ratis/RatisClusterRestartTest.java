package io.raftelection.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A candidate with a log counts no vote of a server without one. */
final class RatisClusterRestartTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ServerId KILLED = ServerId.of("s3");
    private static final List<ServerId> SERVERS = List.of(ServerId.of("s1"), ServerId.of("s2"), KILLED);

    @Test
    void serverThatWasKilledBeforeItWroteAnythingCountsOnceItIsRestarted() throws Exception {
        try (var tracker = Tracker.open("ratis");
                var cluster = RatisCluster.builder(SERVERS, tracker::track).build()) {
            cluster.start();
            cluster.kill(KILLED);
            var first = tracker.awaitLeader(MINUTE).server();

            cluster.restart(KILLED);

            assertThat(cluster.status(KILLED).last()).isNotNegative();
            var others = others(first);
            cluster.isolate(first);

            assertThat(others).contains(tracker.expectAny(others, MINUTE).done().server());
        }
    }

    private static Set<ServerId> others(ServerId server) {
        return SERVERS.stream().filter(other -> !other.equals(server)).collect(Collectors.toSet());
    }
}
