package io.raftelection.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that one property multiplies all timeouts. */
final class TimeScaleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @AfterEach
    void clear() {
        System.clearProperty(TimeScale.PROPERTY);
    }

    @Test
    void nothingIsStretchedUnlessSaid() {
        assertThat(TimeScale.of(SECOND)).isEqualTo(SECOND);
    }

    @ParameterizedTest
    @CsvSource({"2.5, PT2.5S", "0.01, PT0.01S", "1000, PT16M40S", "1e1, PT10S"})
    void timeOutsAreMultiplied(String factor, Duration scaled) {
        System.setProperty(TimeScale.PROPERTY, factor);
        assertThat(TimeScale.of(SECOND)).isEqualTo(scaled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "0", "-1", "0.009", "1000.1", "NaN", "1e999999999", "0.000000000000000000001"})
    void whatIsNoSuchNumberIsRefused(String factor) {
        System.setProperty(TimeScale.PROPERTY, factor);
        assertThatThrownBy(() -> TimeScale.of(SECOND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("raftelection.timescale: \"" + factor + "\", expected a number from 0.01 to 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT24H0.001S"})
    void timeOutThatCannotBeIsRefused(Duration timeout) {
        assertThatThrownBy(() -> TimeScale.of(timeout))
                .hasMessage("time-out: " + timeout + ", expected more than PT0S, at most PT24H");
    }
}
