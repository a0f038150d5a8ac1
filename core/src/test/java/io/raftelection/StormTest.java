package io.raftelection;

import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent.Acquired;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Elections that follow one another too fast are a storm. */
final class StormTest {
    private static final Storm.Rule THREE_IN_TEN = new Storm.Rule(3, Duration.ofSeconds(10));

    private final SummaryBuilder builder = new SummaryBuilder(THREE_IN_TEN);
    private long term;

    private void elections(long... seconds) {
        for (long at : seconds) {
            builder.on(
                    new Acquired(Duration.ofSeconds(at), S1, OptionalLong.of(++term), OptionalLong.empty(), Set.of()));
        }
    }

    private Summary.Storms storms() {
        return builder.build(Duration.ofHours(1)).storms();
    }

    private static Storm storm(long from, long to, long elections) {
        return new Storm(Duration.ofSeconds(from), Duration.ofSeconds(to), elections);
    }

    @Test
    void fewerElectionsOrALongerTimeAreNoStorm() {
        elections(0, 10, 11, 21, 30, 41);

        assertThat(storms()).isEqualTo(new Summary.Storms(0, List.of()));
    }

    @Test
    void stormLastsWhileEachElectionIsOneOfSeveralWithinTheWindow() {
        elections(0, 100, 105, 110, 112, 119, 140, 200, 201, 210);

        assertThat(storms()).isEqualTo(new Summary.Storms(2, List.of(storm(100, 119, 5), storm(200, 210, 3))));
    }

    @Test
    void twoStormsWithACommonElectionAreOne() {
        elections(0, 5, 10, 16, 19);

        assertThat(storms()).isEqualTo(new Summary.Storms(1, List.of(storm(0, 19, 5))));
    }

    @Test
    void onlyTheLargestStormsAreKeptAndAllAreCounted() {
        for (int i = 0; i < 30; i++) {
            elections(i * 100L, i * 100L + 1, i * 100L + 2);
        }
        elections(3_001, 3_002, 3_003, 3_004);

        assertThat(storms().times()).isEqualTo(31);
        assertThat(storms().largest()).hasSize(10).last().isEqualTo(storm(3_001, 3_004, 4));
    }

    @Test
    void runsHaveNoStormInCommonAndOneTimeAxis() {
        elections(10, 11);
        builder.endRun(Duration.ofSeconds(12));
        builder.startRun(Duration.ofSeconds(50));
        elections(0, 1, 2);
        builder.endRun(Duration.ofSeconds(3));

        assertThat(builder.build().storms()).isEqualTo(new Summary.Storms(1, List.of(storm(50, 52, 3))));
    }

    @Test
    void leadershipsThatWereFoundByTheFirstPollAreNoStorm() {
        for (long at = 0; at < 9; at++) {
            builder.on(LeadershipEvent.parse(at + "s s" + at + " acquired already"));
        }

        assertThat(storms().times()).isZero();
    }

    @Test
    void impossibleRulesAreRefused() {
        assertThatThrownBy(() -> new Storm.Rule(1, Duration.ofSeconds(1)))
                .hasMessage("elections: 1, expected 2 to 10000");
        assertThatThrownBy(() -> new Storm.Rule(2, Duration.ZERO))
                .hasMessage("window: PT0S, expected more than zero and at most PT8760H");
    }
}
