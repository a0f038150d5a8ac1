package io.raftelection.ratis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ViewContract;
import io.raftelection.testing.spi.Patience;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.TimeDuration;
import org.junit.jupiter.api.Test;

final class RatisViewsTest extends ViewContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    @Override
    protected TestEngine engine() {
        return new RatisEngine();
    }

    /** Waits until a server reports that it knows of no leader. */
    private static void awaitNobody(Tracker tracker, ServerId server) throws InterruptedException {
        var nobody = new CountDownLatch(1);
        try (var subscription = tracker.subscribe(event -> event.accept(
                acquired -> {},
                ready -> {},
                lost -> {},
                follows -> {
                    if (follows.server().equals(server) && follows.leader().isEmpty() && !follows.unknown()) {
                        nobody.countDown();
                    }
                },
                members -> {}))) {
            assertThat(nobody.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("%s", tracker.history())
                    .isTrue();
        }
    }

    @Test
    void followerWhoseLeaderDiedKeepsItsViewUntilRatisMissesALeaderForLong() throws Exception {
        var engine = RatisEngine.builder()
                .configure((server, properties) -> RaftServerConfigKeys.Notification.setNoLeaderTimeout(
                        properties, TimeDuration.valueOf(5, TimeUnit.SECONDS)))
                .build();
        try (var control = ElectionControl.start(engine, 3)) {
            control.elect(S1);
            var division =
                    control.cluster().unwrap(S2, RaftServer.Division.class).getInfo();
            control.kill(S1);
            assertThat(new Patience(PATIENCE, Duration.ofMillis(5)).until(() -> division.getLeaderId() == null))
                    .isTrue();

            assertThat(control.tracker().view(S2).orElseThrow().leader())
                    .as("Ratis has not reported that the leader is unknown")
                    .contains(S1);
            awaitNobody(control.tracker(), S2);
            assertThat(control.tracker().view(S2).orElseThrow().leader()).isEmpty();
            assertThat(control.tracker().anomalies()).isEmpty();
        }
    }
}
