package io.raftelection.ratis.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the contract does not know of: bad input gets an error that names the value and what was allowed. */
final class RatisClusterMisuseTest {
    private static final ServerId S1 = ServerId.of("s1");

    private final Tracker tracker = Tracker.lenient("ratis");

    @AfterEach
    void closeTheTracker() {
        tracker.close();
    }

    @Test
    void electionTimeoutHasBounds() {
        var builder = RatisCluster.builder(List.of(S1), tracker::track);

        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofMillis(49), Duration.ofMillis(100)))
                .hasMessage("election time-out: PT0.049S to PT0.1S, expected PT0.05S to PT1M,"
                        + " the second longer than the first");
        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofMillis(100), Duration.ofMillis(100)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofMillis(100), Duration.ofSeconds(61)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsRestartedBeforeTheStart() {
        try (var cluster = RatisCluster.builder(List.of(S1), tracker::track).build()) {
            assertThatThrownBy(() -> cluster.restart(S1)).hasMessage("cluster: not started");
        }
    }
}
