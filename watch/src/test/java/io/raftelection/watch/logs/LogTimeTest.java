package io.raftelection.watch.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogTimeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"level":"info","ts":"2026-11-25T21:04:31.497Z","caller":"x"} | 2026-11-25T21:04:31.497Z
            2026-11-25 21:20:44.985304+00:00 [notice]                     | 2026-11-25T21:20:44.985304Z
            2026-11-25T22:20:44.5+0100 x                                  | 2026-11-25T21:20:44.500Z
            [2026-11-25 21:09:51,697] INFO                                | 2026-11-25T20:09:51.697Z
            [22777] 2026/11/25 21:39:13.282707 [INF] Starting             | 2026-11-25T20:39:13.282707Z
            raft2026/11/26 05:39:22 INFO: 33                              | 2026-11-26T04:39:22Z
            25148:X 5 Nov 2026 21:18:20.417 # Redis                       | 2026-11-05T20:18:20.417Z
            2026-07-25 21:23:59.288 UTC [19228] FATAL                     | 2026-07-25T21:23:59.288Z
            2026-07-25 21:23:59 summer                                    | 2026-07-25T19:23:59Z
            """)
    void timeIsFoundInALine(String line, String instant) {
        assertThat(LogTime.in(line, BERLIN))
                .isNotNull()
                .extracting(LogTime::instant)
                .isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @CsvSource({
        "no time",
        "1026-01-01 00:00:00",
        "9026-01-01 00:00:00",
        "2026-13-01 00:00:00",
        "2026-02-30T00:00:00Z",
        "99:99:99",
        "5 Foo 2026 21:18:20.417"
    })
    void noTimeIsFoundInAnotherLine(String line) {
        assertThat(LogTime.in(line, BERLIN)).isNull();
    }

    @Test
    void secondsSince1970AreATime() {
        assertThat(LogTime.of("1795641482.1230004", BERLIN))
                .isEqualTo(new LogTime(Instant.parse("2026-11-25T21:18:02.123000400Z"), true));
    }
}
