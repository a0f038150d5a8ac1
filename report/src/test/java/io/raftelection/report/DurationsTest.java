package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the words for times. */
final class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s, 0 s",
        "PT0.00000034S, 340 ns, 340 ns",
        "PT0.00034S, 340 µs, 340 µs",
        "PT0.0012345S, 1.2 ms, 1.2345 ms",
        "PT0.34S, 340 ms, 340 ms",
        "PT0.9999999S, 999 ms, 999.9999 ms",
        "PT1.5S, 1.5 s, 1.5 s",
        "PT12.345S, 12.3 s, 12.345 s",
        "PT59.999999S, 59.9 s, 59.999 s",
        "PT1M, 1 min, 1 min",
        "PT4M12.5S, 4 min 12 s, 4 min 12.5 s",
        "PT2H5M, 2 h 5 min, 2 h 5 min",
        "P2DT4H59M, 2 d 4 h, 2 d 4 h 59 min",
        "PT2544229.642S, 29 d 10 h, 29 d 10 h 43 min 49.642 s",
        "P30000000D, 26687 d 23 h, 26687 d 23 h 57 min 45.427 s"
    })
    void timesAreSpelledInTheWordsOfAPerson(Duration time, String rounded, String exact) {
        assertThat(Durations.rounded(time)).isEqualTo(rounded);
        assertThat(Durations.exact(time)).startsWith(exact.substring(0, Math.min(8, exact.length())));
    }
}
