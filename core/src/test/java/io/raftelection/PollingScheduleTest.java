package io.raftelection;

import static io.raftelection.PolledFixture.SECOND;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.spi.PolledLeadership;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The times of polls: interval, jitter and back-off. */
final class PollingScheduleTest {
    private static final Duration NANO = Duration.ofNanos(1);

    private final PolledFixture answers = new PolledFixture();
    private final Tracker tracker = answers.tracker;

    @AfterEach
    void close() {
        answers.close();
        assertThat(answers.time.pending()).isZero();
    }

    @Test
    void serverIsPolledAtOnceAndAgainAfterTheInterval() {
        var polling = tracker.track(answers.everySecond());
        assertThat(answers.polls(S1)).isEqualTo(1);

        nextPollIsAfter(SECOND);
        nextPollIsAfter(SECOND);

        assertThat(answers.polls(S2)).isEqualTo(3);
        assertThat(polling.polls()).isEqualTo(6);
        assertThat(polling.failures()).isZero();
    }

    @Test
    void jitterMakesAPauseLongerButNeverByMoreThanItsBound() {
        var jitter = Duration.ofMillis(100);
        var random = new double[] {0};
        tracker.track(answers.everySecond().withJitter(jitter).withRandom(() -> random[0]));

        random[0] = 0.5;
        nextPollIsAfter(SECOND);
        random[0] = Math.nextDown(1.0);
        nextPollIsAfter(SECOND.plusMillis(50));
        random[0] = 0;
        nextPollIsAfter(SECOND.plus(jitter).minus(NANO));
        nextPollIsAfter(SECOND);
    }

    @Test
    void failuresDoubleThePauseUpToTheBackOffAndAnAnswerEndsIt() {
        answers.answers(S1, () -> {
            throw new IOException("gone");
        });
        var polling = tracker.track(answers.everySecond());

        nextPollIsAfter(SECOND.multipliedBy(2));
        nextPollIsAfter(SECOND.multipliedBy(4));
        nextPollIsAfter(SECOND.multipliedBy(5));
        answers.claimsNothing(S1);
        nextPollIsAfter(SECOND.multipliedBy(5));
        nextPollIsAfter(SECOND);

        assertThat(polling.failures()).isEqualTo(4);
        assertThat(answers.log.lines)
                .containsExactly(
                        "WARNING tracker polled: server s1: cannot be polled: gone",
                        "INFO tracker polled: server s1: answers again after 4 failed polls");
    }

    @Test
    void backOffDoesNotShortenTheInterval() {
        answers.answers(S1, () -> {
            throw new IOException("gone");
        });
        tracker.track(answers.everySecond().withBackOff(Duration.ZERO));

        nextPollIsAfter(SECOND);
        nextPollIsAfter(SECOND);
    }

    @Test
    void backOffIsReachedHoweverManyPollsFail() {
        answers.answers(S1, () -> {
            throw new IOException("gone");
        });
        tracker.track(answers.everySecond());
        tracker.untrack(S2);
        answers.pass(SECOND.multipliedBy(1_001)); // 2, 4, and then every five seconds
        assertThat(answers.polls(S1)).isEqualTo(202);

        nextPollIsAfter(SECOND.multipliedBy(5));
    }

    /** Checks that the next poll of s1 happens exactly after that time. */
    private void nextPollIsAfter(Duration pause) {
        int polls = answers.polls(S1);
        answers.pass(pause.minus(NANO));
        assertThat(answers.polls(S1)).isEqualTo(polls);
        answers.pass(NANO);
        assertThat(answers.polls(S1)).isEqualTo(polls + 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.001, 1, 1e300, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY})
    void numberThatIsOutOfRangeMakesNoPauseShorterNorLongerAndIsWarnedOfOnce(double random) {
        tracker.track(answers.everySecond().withJitter(SECOND).withRandom(() -> random));

        nextPollIsAfter(SECOND);
        nextPollIsAfter(SECOND);

        assertThat(answers.log.lines)
                .containsExactly("WARNING tracker polled: server s1: random: " + random
                        + ", expected 0 to below 1; polling goes on without jitter");
    }

    @Test
    void pollingGoesOnThoughTheRandomNumbersFail() {
        tracker.track(answers.everySecond().withRandom(() -> {
            throw new IllegalStateException("no entropy");
        }));

        nextPollIsAfter(SECOND);
        nextPollIsAfter(SECOND);

        assertThat(answers.log.lines)
                .containsExactly(
                        "WARNING tracker polled: server s1: random: no entropy; polling goes on without jitter");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PT0S    | PT0S     | PT1S   | PT1S    | interval: PT0S, expected more than zero to a day
            PT24H1S | PT0S     | PT1S   | PT1S    | interval: PT24H1S, expected more than zero to a day
            PT1S    | PT-0.1S  | PT1S   | PT1S    | jitter: PT-0.1S, expected zero to a day
            PT1S    | PT0S     | PT0S   | PT1S    | timeout: PT0S, expected more than zero to a day
            PT1S    | PT0S     | PT1S   | PT25H   | back-off: PT25H, expected zero to a day
            """)
    void timesOutOfRangeAreRefused(
            Duration interval, Duration jitter, Duration timeout, Duration backOff, String message) {
        assertThatThrownBy(() ->
                        new PolledLeadership(Map.of(S1, Optional::empty), interval, jitter, timeout, backOff, () -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
