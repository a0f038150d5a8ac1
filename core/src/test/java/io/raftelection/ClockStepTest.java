package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Wall-clock times of a tracker whose clock is set. Order and elapsed times never depend on it. */
final class ClockStepTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private InstantSource wall = time;
    private final AtomicInteger readings = new AtomicInteger();
    private final Tracker tracker = Tracker.builder("clock")
            .timer(time)
            .clock(() -> {
                readings.incrementAndGet();
                return wall.instant();
            })
            .executor(Runnable::run)
            .logger(new Log())
            .build();
    private final LeadershipSink s1 = tracker.track(S1);

    @AfterEach
    void close() {
        tracker.close();
    }

    /** Sets the clock forward or back. */
    private void step(Duration offset) {
        var before = wall;
        wall = () -> before.instant().plus(offset);
    }

    private Leadership acquired(long term) {
        time.advance(SECOND);
        s1.acquired(term);
        return tracker.leader().orElseThrow();
    }

    @Test
    void leadershipsBeforeAndAfterAStepEachHaveTheirInstant() {
        var first = acquired(1);
        assertThat(first.acquiredAt()).isEqualTo(Instant.EPOCH.plusSeconds(1));
        step(HOUR);

        var second = acquired(2);

        assertThat(second.acquiredAt()).isEqualTo(Instant.EPOCH.plus(HOUR).plusSeconds(2));
        assertThat(first.acquiredAt()).isEqualTo(Instant.EPOCH.plusSeconds(1));
        assertThat(tracker.instant(tracker.elapsed())).isEqualTo(wall.instant());
    }

    @Test
    void historyPlacesItsEventsAndItsTimesNeverGoBack() {
        acquired(1);
        tracker.history();
        step(HOUR.negated());
        acquired(2);

        var history = tracker.history();

        assertThat(history.startedAt()).isEqualTo(Instant.EPOCH);
        assertThat(history.events())
                .extracting(LeadershipEvent::at)
                .containsExactly(SECOND, SECOND.multipliedBy(2), SECOND.multipliedBy(2));
        assertThat(history.instant(SECOND)).isEqualTo(Instant.EPOCH.plusSeconds(1));
        assertThat(history.instant(SECOND.multipliedBy(2))).isEqualTo(wall.instant());
        assertThat(history.anchors()).hasSize(1);
    }

    @Test
    void lossIsPlacedByWhatWasReadBefore() throws Exception {
        var leadership = acquired(1);
        step(HOUR);
        time.advance(SECOND);
        tracker.history();
        s1.lost();

        assertThat(leadership.awaitLost(FIVE).at()).isEqualTo(wall.instant());
    }

    @Test
    void notificationDoesNotReadTheUsersClock() {
        int before = readings.get();

        time.advance(SECOND);
        s1.acquired(1);
        s1.lost();

        assertThat(readings).hasValue(before);
    }

    @Test
    void pollReadsTheUsersClock() {
        try (var answers = new PolledFixture()) {
            answers.claims(S1, 7);
            answers.pass(SECOND);
            answers.tracker.track(answers.everySecond());

            assertThat(answers.tracker.leader().orElseThrow().acquiredAt()).isEqualTo(answers.time.instant());
        }
    }

    @Test
    @SuppressWarnings("NullAway") // as a clock of somebody's may
    void clockThatFailsLaterLeavesTheFormerReadingInForce() {
        for (InstantSource broken : List.<InstantSource>of(
                () -> {
                    throw new IllegalStateException("no clock");
                },
                () -> {
                    throw new StackOverflowError();
                },
                () -> null,
                () -> Instant.MAX,
                () -> Instant.MIN)) {
            wall = broken;
            assertThat(acquired(readings.get() + 1).acquiredAt()).isEqualTo(Instant.EPOCH.plusNanos(time.nanoTime()));
            assertThat(tracker.history().anchors()).isEmpty();
        }
    }

    @Test
    void momentBeforeTheStartIsRefused() {
        assertThatThrownBy(() -> tracker.instant(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at: PT-0.000000001S, expected zero or more");
    }

    @Test
    void anchorsThatGoBackAreRefused() {
        var anchors = List.of(
                new TimeAnchor(SECOND, Instant.EPOCH), new TimeAnchor(Duration.ZERO, Instant.EPOCH.plusSeconds(1)));

        assertThatThrownBy(() -> new History("x", Instant.EPOCH, HOUR, List.of(), 0, anchors))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("anchors: ");
    }

    @Test
    void momentsBeyondTheEndOfTimeAreItsEnd() {
        var history = new History("x", Instant.MAX, HOUR, List.of(), 0);

        assertThat(history.instant(HOUR)).isEqualTo(Instant.MAX);
        assertThat(tracker.instant(Duration.ofSeconds(Long.MAX_VALUE))).isAfter(Instant.EPOCH);
    }

    /** A notification reads the default clock, which is the system clock. */
    @Test
    void systemClockIsReadByANotification() {
        try (var real =
                Tracker.builder("real").timer(time).executor(Runnable::run).build()) {
            var sink = real.track(S1);
            time.advance(HOUR); // which the system's clock does not show, as though it had been set back
            sink.acquired(1);
            var lost = real.leader().orElseThrow().lost();
            sink.lost();

            var loss = lost.toCompletableFuture().join();
            assertThat(Duration.between(loss.at(), InstantSource.system().instant())
                            .abs())
                    .isLessThan(Duration.ofSeconds(60));
        }
    }
}
