package io.raftelection.curator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.spi.Patience;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.junit.jupiter.api.Test;

/** What the contracts do not ask, as other engines have no queue. */
final class CuratorClusterTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final Patience PATIENCE = new Patience(ElectionControl.PATIENCE, Duration.ofMillis(5));

    @Test
    void leaderThatWasCutOffDoesNotQueueUpAgainUntilItIsNamed() throws Exception {
        try (var control = ElectionControl.start(new CuratorEngine(), 3)) {
            var cluster = (CuratorCluster) control.cluster();
            var term = control.elect(S1);
            control.disconnect(S1);
            term.leadership().awaitLost(ElectionControl.PATIENCE);

            control.heal();

            assertThat(cluster.client(S1)
                            .blockUntilConnected((int) ElectionControl.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(PATIENCE.until(() -> cluster.status(S1).leader().isEmpty()))
                    .isTrue();
            assertThat(control.elect(S1).leadership().fencingToken().orElseThrow())
                    .isGreaterThan(term.leadership().fencingToken().orElseThrow());
        }
    }

    @Test
    void onlyWhoMayBeElectedHasALatch() throws Exception {
        try (var control = ElectionControl.start(new CuratorEngine(), 3)) {
            var cluster = (CuratorCluster) control.cluster();
            assertThat(cluster.latch(S1)).isEmpty();

            control.elect(S1);

            assertThat(cluster.latch(S1)).map(LeaderLatch::hasLeadership).contains(true);
            assertThat(cluster.latch(S2)).isEmpty();
        }
    }
}
