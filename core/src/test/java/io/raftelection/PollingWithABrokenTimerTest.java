package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.PolledLeadership;
import io.raftelection.spi.Timer;
import io.raftelection.spi.Timer.Cancellable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Polling continues if the user's timer fails. */
@Timeout(30)
final class PollingWithABrokenTimerTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final Log log = new Log();
    private final LinkedBlockingQueue<Boolean> asked = new LinkedBlockingQueue<>();

    /** A timer that returns the time and runs no task. */
    private record Broken(String how) implements Timer {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        @SuppressWarnings("NullAway") // as a timer of somebody's may
        public Cancellable schedule(Duration delay, Runnable task) {
            switch (how) {
                case "exception" -> throw new RejectedExecutionException("shut down");
                case "error" -> throw new OutOfMemoryError();
                default -> {
                    return null;
                }
            }
        }
    }

    private Tracker tracker(String how) {
        return Tracker.builder("broken").timer(new Broken(how)).logger(log).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "error", "null"})
    void serverIsPolledByTheTrackersOwnTimerAndThatIsSaidOnce(String how) throws Exception {
        try (var tracker = tracker(how)) {
            tracker.track(PolledLeadership.of(Map.of(S1, () -> {
                        asked.add(true);
                        return Optional.of(LeadershipClaim.self(S1, 7));
                    }))
                    .withInterval(MILLI));
            for (int i = 0; i < 5; i++) {
                assertThat(asked.poll(FIVE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }

            assertThat(tracker.leader()).isPresent();
            var reason =
                    Map.of("exception", "shut down", "error", "out of memory", "null", "the timer's handle: is null");
            assertThat(log.lines)
                    .containsExactly("WARNING tracker broken: server s1: the timer failed, polling goes on with the"
                            + " tracker's own: " + reason.get(how));
        }
    }

    @Test
    void serverThatHangsIsTimedOutAllTheSame() throws Exception {
        try (var tracker = tracker("exception")) {
            var interrupted = new LinkedBlockingQueue<Boolean>();
            tracker.track(PolledLeadership.of(Map.of(S1, () -> {
                        try {
                            Thread.currentThread().join();
                        } finally {
                            interrupted.add(true);
                        }
                        return Optional.empty();
                    }))
                    .withTimeout(MILLI));

            assertThat(interrupted.poll(FIVE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }
}
