package io.raftelection.ratis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A candidate with a log ignores the vote of a server without one. */
final class RatisRestartTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final TestEngine ENGINE = RatisEngine.builder()
            .transport(Transport.GRPC)
            .electionTimeout(Duration.ofMillis(300), Duration.ofMillis(600))
            .build();
    private static final ServerId KILLED = ServerId.of("s3");
    private static final List<ServerId> SERVERS = List.of(ServerId.of("s1"), ServerId.of("s2"), KILLED);

    @Test
    void serverThatWasKilledBeforeItWroteAnythingCountsOnceItIsRestarted() throws Exception {
        try (var tracker = Tracker.lenient("ratis");
                var cluster = new TestCluster(ENGINE, SERVERS, tracker::track)) {
            cluster.start();
            cluster.kill(KILLED);
            var first = tracker.awaitLeader(MINUTE).server();

            cluster.restart(KILLED);

            assertThat(cluster.status(KILLED).last()).isNotNegative();
            cluster.isolate(first);

            var next = tracker.awaitLeader(MINUTE); // it may have been elected earlier
            while (next.server().equals(first)) {
                next.awaitLost(MINUTE);
                next = tracker.awaitLeader(MINUTE);
            }
            assertThat(cluster.status(next.server()).leader()).isNotEqualTo(Optional.of(first));
        }
    }
}
