package io.raftelection.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Fact;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.springboot.RaftElectionProperties.Requirement;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.health.Status;

/** The health of an application whose tracker reports what the test says. */
@Timeout(60)
final class LeadershipHealthIndicatorTest {
    private final ConcurrentLinkedQueue<Runnable> callbacks = new ConcurrentLinkedQueue<>();

    private void runCallbacks() {
        for (var callback = callbacks.poll(); callback != null; callback = callbacks.poll()) {
            callback.run();
        }
    }

    @Test
    void lossThatTheIndicatorMissedEndsItsHealth() {
        try (var tracker = Tracker.builder("orders")
                .strict(false)
                .mailboxSize(1)
                .executor(callbacks::add)
                .build()) {
            var sink = tracker.track(ServerId.of("s1"));
            var health = new LeadershipHealthIndicator(
                    tracker, new RaftElectionProperties.Health(Requirement.LEADER_KNOWN, Duration.ofMillis(50)));
            sink.acquired(1);
            runCallbacks();
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            sink.factBegins(Fact.Kind.TRANSFER, ""); // fills the mailbox, so that the loss does not fit
            sink.lost();
            runCallbacks();

            Awaitility.await().until(() -> health.health().getStatus().equals(Status.DOWN));
        }
    }
}
