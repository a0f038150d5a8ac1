package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a timeline shows several runs on one axis, and the wall-clock time. */
final class RunsTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void leadershipEndsWithItsRunAndThePauseIsUnknown() throws Exception {
        var builder = new TimelineBuilder();
        builder.started("orders", NOON);
        builder.event(LeadershipEvent.parse("1.000s s1 acquired term 1"));
        builder.ended(Duration.ofSeconds(4));
        builder.started("orders", NOON.plusSeconds(8));
        builder.event(LeadershipEvent.parse("0.000s s1 acquired term 2"));
        builder.ended(Duration.ofSeconds(2));
        var file = folder.resolve("timeline.html");

        builder.write(file);

        var page = TimelinePage.read(file);
        assertThat(page.bars("c0"))
                .containsExactly(
                        "253 +309 y 36: 1.000s s1 acquired term 1\nled for 3 s",
                        "974 +206 y 36: 8.000s s1 acquired term 2\nled for 2 s");
        assertThat(page.bars("none")).hasSize(1);
        assertThat(page.bars("pause")).singleElement().asString().startsWith("562 +412");
        assertThat(page.texts("text")).contains("UTC", "2026-11-25 12:00:00", "12:00:08");
        assertThat(page.rows())
                .contains(List.of(
                        "s1",
                        "2",
                        "8 s",
                        "2026-11-25T12:00:08Z",
                        "start, no leadership was reported before",
                        "2 s",
                        "not lost"));
        assertThat(page.texts("p"))
                .contains("The recording has no information about the time between two of its 2 runs.");
    }

    @Test
    void wallClockThatWasSetIsShownWhereItWasSet() {
        var wall = new WallAxis();
        wall.start(Duration.ZERO, NOON);
        wall.add(Duration.ofSeconds(10), NOON.plusSeconds(10).plusMillis(50));
        wall.add(Duration.ofSeconds(20), NOON.plusSeconds(3_620));
        wall.start(Duration.ofSeconds(30), Instant.EPOCH);

        assertThat(wall.instant(15_000_000_000L)).contains(NOON.plusSeconds(15));
        assertThat(wall.instant(25_000_000_000L)).contains(NOON.plusSeconds(3_625));
        assertThat(wall.instant(35_000_000_000L)).isEmpty();
        assertThat(wall.pieces()).hasSize(3);
        assertThat(Ticks.wall(wall, 40_000_000_000L, 4))
                .extracting(Ticks.Tick::words)
                .containsExactly("2026-11-25 12:00:00", "12:00:10", "13:00:20");
    }

    @Test
    void stepsOfTheAxisAreRoundTimes() {
        assertThat(List.of(3L, 700L, 1_100_000_000L, 16_000_000_000L, 4_000_000_000_000L, 200_000_000_000_000L))
                .extracting(Ticks::step)
                .containsExactly(5L, 1_000L, 2_000_000_000L, 30_000_000_000L, 7_200_000_000_000L, 432_000_000_000_000L);
    }
}
