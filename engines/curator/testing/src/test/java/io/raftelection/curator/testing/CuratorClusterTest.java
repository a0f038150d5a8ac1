package io.raftelection.curator.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.spi.Patience;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the queue of latches, which other engines do not have. */
@Timeout(120)
final class CuratorClusterTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final Patience PATIENCE = new Patience(ElectionControl.PATIENCE, Duration.ofMillis(5));

    @Test
    void leaderThatWasIsolatedDoesNotQueueUpAgainUntilItIsNamed() throws Exception {
        try (var control = ElectionControl.start(new CuratorEngine(), 3)) {
            var cluster = control.cluster();
            var term = control.elect(S1);
            control.disconnect(S1);
            term.leadership().awaitLost(ElectionControl.PATIENCE);

            control.heal();

            assertThat(cluster.unwrap(S1, CuratorFramework.class)
                            .blockUntilConnected((int) ElectionControl.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(PATIENCE.until(() -> cluster.status(S1).leader().isEmpty()))
                    .isTrue();
            assertThat(control.elect(S1).leadership().fencingToken().orElseThrow())
                    .isGreaterThan(term.leadership().fencingToken().orElseThrow());
        }
    }

    @Test
    void onlyAServerThatMayBeElectedHasALatch() throws Exception {
        try (var control = ElectionControl.start(new CuratorEngine(), 3)) {
            var cluster = control.cluster();
            assertThatThrownBy(() -> cluster.unwrap(S1, LeaderLatch.class))
                    .hasMessage("server s1: has no " + LeaderLatch.class.getName());

            control.elect(S1);

            assertThat(cluster.unwrap(S1, LeaderLatch.class).hasLeadership()).isTrue();
            assertThatThrownBy(() -> cluster.unwrap(S2, LeaderLatch.class))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void leaderGoesOnWhenAllOtherServersAreIsolatedOrKilled() throws Exception {
        try (var control = ElectionControl.start(new CuratorEngine(), 3)) {
            var term = control.elect(S1);

            control.disconnect(S2);
            control.kill(S3);

            assertThat(control.cluster()
                            .unwrap(S1, CuratorFramework.class)
                            .checkExists()
                            .forPath("/"))
                    .isNotNull();
            assertThat(term.leadership().isHeld()).isTrue();
        }
    }
}
