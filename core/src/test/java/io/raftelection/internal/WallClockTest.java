package io.raftelection.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.TimeAnchor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The wall-clock times of moments, when the clock is set or the machine is suspended. */
final class WallClockTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private long now;
    private Instant wall = NOON;
    private int readings;

    /** How much time passes while the clock is read. */
    private long delay;

    private final WallClock clock = new WallClock(this::read, true, NOON, () -> now);

    private Instant read() {
        readings++;
        pass(Duration.ofNanos(delay));
        return wall;
    }

    /** Advances both the time and the clock. */
    private void pass(Duration time) {
        now += time.toNanos();
        wall = wall.plus(time);
    }

    /** Changes only the clock, as setting it or suspending the machine does. */
    private void step(Duration time) {
        wall = wall.plus(time);
    }

    private long event() {
        clock.note(now);
        return now;
    }

    @Test
    void eventsBeforeAndAfterASuspensionEachHaveTheirInstant() {
        pass(Duration.ofMinutes(10));
        long before = event();
        pass(Duration.ofMillis(2));
        step(Duration.ofHours(8));
        pass(Duration.ofMillis(2));
        long after = event();
        pass(Duration.ofMinutes(10));
        long later = event();

        assertThat(clock.instant(before)).isEqualTo(NOON.plus(Duration.ofMinutes(10)));
        assertThat(clock.instant(after))
                .isEqualTo(NOON.plus(Duration.ofHours(8))
                        .plus(Duration.ofMinutes(10))
                        .plusMillis(4));
        assertThat(clock.instant(later)).isEqualTo(wall);
        assertThat(clock.anchors()).hasSize(1);
    }

    @Test
    void clockThatIsSetBackIsFollowed() {
        pass(Duration.ofSeconds(5));
        long before = event();
        step(Duration.ofHours(-2));
        pass(Duration.ofSeconds(5));
        long after = event();

        assertThat(clock.instant(before)).isEqualTo(NOON.plusSeconds(5));
        assertThat(clock.instant(after)).isEqualTo(wall).isBefore(clock.instant(before));
    }

    @Test
    void manyStepsEachHaveTheirAnchorAndTheyAreBounded() {
        for (int i = 0; i < 1_000; i++) {
            pass(Duration.ofSeconds(1));
            step(Duration.ofSeconds(1));
            assertThat(clock.instant(event())).isEqualTo(wall);
        }

        assertThat(clock.anchors())
                .hasSize(255)
                .isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
        assertThat(clock.instant(now)).isEqualTo(wall);
    }

    @Test
    void smallCorrectionsChangeNothing() {
        pass(Duration.ofSeconds(1));
        step(Duration.ofMillis(100));
        assertThat(clock.instant(event())).isEqualTo(NOON.plusSeconds(1));

        pass(Duration.ofSeconds(1));
        step(Duration.ofMillis(1));
        assertThat(clock.instant(event())).isEqualTo(NOON.plusMillis(2_101));
    }

    @Test
    void clockIsReadOnceInAMillisecondHoweverManyEventsThereAre() {
        for (int i = 0; i < 1_000_000; i++) {
            now += 10;
            clock.note(now);
        }

        assertThat(readings).isBetween(1, 10);
    }

    @Test
    void threadThatIsHeldUpBetweenTheTwoReadingsIsNotTakenForAStep() {
        pass(Duration.ofSeconds(1));
        long event = now;
        pass(Duration.ofSeconds(5)); // before it comes to read the clock
        clock.note(event);

        assertThat(clock.anchors()).isEmpty();
        assertThat(clock.instant(event)).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void readingThatTakesTooLongSaysNothing() {
        pass(Duration.ofSeconds(1));
        step(Duration.ofSeconds(50));
        delay = TimeUnit.MILLISECONDS.toNanos(200);
        long event = now;
        clock.note(event);

        assertThat(clock.anchors()).isEmpty();
        delay = 0;
        clock.refresh();
        assertThat(clock.anchors()).hasSize(1);
        assertThat(clock.instant(event)).isEqualTo(NOON.plusSeconds(51)); // nearer to this reading than to the first
        assertThat(clock.instant(now)).isEqualTo(wall);
    }

    @Test
    void anchorsSayTheSameAsTheClock() {
        pass(Duration.ofSeconds(2));
        event();
        step(Duration.ofSeconds(3));
        pass(Duration.ofSeconds(2));
        event();

        assertThat(clock.anchors()).containsExactly(new TimeAnchor(Duration.ofSeconds(3), NOON.plusSeconds(6)));
        assertThat(clock.instant(TimeUnit.SECONDS.toNanos(3) - 1))
                .isEqualTo(NOON.plusSeconds(3).minusNanos(1));
        assertThat(clock.instant(TimeUnit.SECONDS.toNanos(3))).isEqualTo(NOON.plusSeconds(6));
    }

    @Test
    void clockOfTheUsersIsNotReadByANotification() {
        var users = new WallClock(this::read, false, NOON, () -> now);
        pass(Duration.ofSeconds(1));
        users.note(now);
        assertThat(readings).isZero();

        users.refresh();
        assertThat(readings).isEqualTo(1);
    }

    @Test
    void systemClocksAreKnown() {
        assertThat(WallClock.isSystem(InstantSource.system())).isTrue();
        assertThat(WallClock.isSystem(Clock.systemUTC())).isTrue();
        assertThat(WallClock.isSystem(Clock.system(ZoneOffset.MAX))).isTrue();
        assertThat(WallClock.isSystem(Clock.fixed(NOON, ZoneOffset.UTC))).isFalse();
        assertThat(WallClock.isSystem(this::read)).isFalse();
    }
}
