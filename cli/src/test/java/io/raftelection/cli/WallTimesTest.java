package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Tests the form of wall-clock times. */
final class WallTimesTest {
    private static final Instant WINTER = Instant.parse("2026-10-25T01:30:00.123999Z");

    @Test
    void timeInUtcEndsWithZ() {
        assertThat(new WallTimes(ZoneOffset.UTC).of(WINTER)).isEqualTo("2026-10-25T01:30:00.123Z");
    }

    @Test
    void hourThatComesTwiceHasTwoOffsets() {
        var berlin = new WallTimes(ZoneId.of("Europe/Berlin"));

        assertThat(berlin.of(WINTER.minusSeconds(3600))).isEqualTo("2026-10-25T02:30:00.123+02:00");
        assertThat(berlin.of(WINTER)).isEqualTo("2026-10-25T02:30:00.123+01:00");
    }
}
