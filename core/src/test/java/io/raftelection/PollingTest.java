package io.raftelection;

import static io.raftelection.PolledFixture.SECOND;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static io.raftelection.TrackerFixture.S3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.PolledLeadership;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The times of polls, and the answers that count. */
final class PollingTest {
    private static final Duration NANO = Duration.ofNanos(1);

    private final PolledFixture answers = new PolledFixture();
    private final Tracker tracker = answers.tracker;

    @AfterEach
    void close() {
        answers.close();
        assertThat(answers.time.pending()).isZero();
    }

    // Times

    @Test
    void serverIsLookedAtAtOnceAndAgainAfterTheInterval() {
        var polling = tracker.track(answers.everySecond());
        assertThat(answers.polls(S1)).isEqualTo(1);

        nextLookIsAfter(SECOND);
        nextLookIsAfter(SECOND);

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
        nextLookIsAfter(SECOND);
        random[0] = Math.nextDown(1.0);
        nextLookIsAfter(SECOND.plusMillis(50));
        random[0] = 0;
        nextLookIsAfter(SECOND.plus(jitter).minus(NANO));
        nextLookIsAfter(SECOND);
    }

    @Test
    void failuresDoubleThePauseUpToTheBackOffAndAnAnswerEndsIt() {
        answers.answers(S1, () -> {
            throw new IOException("gone");
        });
        var polling = tracker.track(answers.everySecond());

        nextLookIsAfter(SECOND.multipliedBy(2));
        nextLookIsAfter(SECOND.multipliedBy(4));
        nextLookIsAfter(SECOND.multipliedBy(5));
        answers.claimsNothing(S1);
        nextLookIsAfter(SECOND.multipliedBy(5));
        nextLookIsAfter(SECOND);

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

        nextLookIsAfter(SECOND);
        nextLookIsAfter(SECOND);
    }

    @Test
    void backOffIsReachedHoweverManyLooksFail() {
        answers.answers(S1, () -> {
            throw new IOException("gone");
        });
        tracker.track(answers.everySecond());
        tracker.untrack(S2);
        answers.pass(SECOND.multipliedBy(1_001)); // 2, 4, and then every five seconds
        assertThat(answers.polls(S1)).isEqualTo(202);

        nextLookIsAfter(SECOND.multipliedBy(5));
    }

    /** Checks that the next poll of s1 happens exactly after that time. */
    private void nextLookIsAfter(Duration pause) {
        int looks = answers.polls(S1);
        answers.pass(pause.minus(NANO));
        assertThat(answers.polls(S1)).isEqualTo(looks);
        answers.pass(NANO);
        assertThat(answers.polls(S1)).isEqualTo(looks + 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.001, 1, 1e300, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY})
    void numberThatIsOutOfRangeMakesNoPauseShorterNorLongerAndIsWarnedOfOnce(double random) {
        tracker.track(answers.everySecond().withJitter(SECOND).withRandom(() -> random));

        nextLookIsAfter(SECOND);
        nextLookIsAfter(SECOND);

        assertThat(answers.log.lines)
                .containsExactly("WARNING tracker polled: server s1: random: " + random
                        + ", expected 0 to below 1; polling goes on without jitter");
    }

    @Test
    void pollingGoesOnThoughTheRandomNumbersFail() {
        tracker.track(answers.everySecond().withRandom(() -> {
            throw new IllegalStateException("no entropy");
        }));

        nextLookIsAfter(SECOND);
        nextLookIsAfter(SECOND);

        assertThat(answers.log.lines)
                .containsExactly(
                        "WARNING tracker polled: server s1: random: no entropy; polling goes on without jitter");
    }

    @Test
    void pollingSaysHowItWent() {
        answers.answers(S1, () -> {
            throw new IOException("gone");
        });
        var polling = tracker.track(answers.everySecond());

        assertThat(polling).hasToString("polling of 2 servers: 2 polls, 1 failure, 0 rejected claims");
    }

    // Answers

    @Test
    void changesAreObservedWithinTheTimeBetweenTwoLooks() {
        tracker.track(answers.everySecond());

        answers.pass(SECOND);
        answers.claims(S1, 7);
        answers.pass(SECOND);
        answers.claimsNothing(S1);
        answers.pass(SECOND);

        assertThat(answers.history()).isEqualTo("""
                2.000s s1 acquired term 7 observed within 1.000s
                3.000s s1 lost term 7 (stepped down) observed within 1.000s""");
        assertThat(tracker.history().events()).allMatch(LeadershipEvent::isObserved);
    }

    @Test
    void whatTheFirstLookFindsMayBeAsOldAsTheTracker() {
        answers.pass(SECOND.multipliedBy(3));
        answers.claims(S1, 7);

        tracker.track(answers.everySecond());

        assertThat(answers.history()).isEqualTo("3.000s s1 acquired term 7 observed within 3.000s");
    }

    @Test
    void whatIsNotSureToHaveTakenTimeIsObservedAllTheSame() {
        answers.claims(S1, 7);

        tracker.track(answers.everySecond());

        assertThat(answers.history()).isEqualTo("0.000s s1 acquired term 7 observed within 0.001s");
    }

    @Test
    void hearsayIsNotBelieved() {
        answers.answers(S1, () -> Optional.of(LeadershipClaim.hearsay(S2, 7)));
        answers.answers(S2, () -> Optional.of(LeadershipClaim.hearsay(S2, 7)));

        var polling = tracker.track(answers.everySecond());

        assertThat(tracker.leader()).isEmpty();
        assertThat(polling.rejectedClaims()).isZero();
    }

    @Test
    void hearsayOfALeaderIsALoss() {
        answers.claims(S1, 7);
        tracker.track(answers.everySecond());

        answers.answers(S1, () -> Optional.of(LeadershipClaim.hearsay(S2, 8)));
        answers.pass(SECOND);

        assertThat(answers.history()).endsWith("1.000s s1 lost term 7 (stepped down) observed within 1.000s");
    }

    @Test
    void claimIsHeldBackUntilItsTermIsNotAnothers() {
        answers.claims(S1, 7);
        var polling = tracker.track(answers.everySecond());

        answers.pass(SECOND);
        answers.claimsNothing(S1);
        answers.claims(S2, 7);
        answers.pass(SECOND.multipliedBy(2));
        assertThat(tracker.leader()).isEmpty();
        assertThat(polling.rejectedClaims()).isEqualTo(2);
        answers.claims(S2, 8);
        answers.pass(SECOND);

        assertThat(answers.history()).endsWith("4.000s s2 acquired term 8 observed within 3.000s");
        assertThat(tracker.history().isSafe()).isTrue();
    }

    @Test
    void termDoesNotGoBack() {
        answers.claims(S1, 7);
        answers.pass(SECOND);
        tracker.track(answers.everySecond());
        answers.claimsNothing(S1);
        answers.claims(S2, 9);
        answers.pass(SECOND);

        answers.claims(S1, 8);
        answers.pass(SECOND);
        answers.claims(S2, 8);
        answers.pass(SECOND);

        assertThat(answers.history()).isEqualTo("""
                1.000s s1 acquired term 7 observed within 1.000s
                2.000s s1 lost term 7 (stepped down) observed within 1.000s
                2.000s s2 acquired term 9 observed within 1.000s
                4.000s s2 lost term 9 (stepped down) observed within 1.000s""");
    }

    @Test
    void oldLeaderLeadsBesideANewOneUntilItSaysOtherwise() {
        answers.claims(S1, 7);
        tracker.track(answers.everySecond());

        answers.claims(S2, 8);
        answers.pass(SECOND.multipliedBy(2));
        assertThat(tracker.standings()).allMatch(standing -> standing.role() == Standing.Role.LEADING);
        answers.claims(S1, 8);
        answers.pass(SECOND);

        assertThat(answers.history()).endsWith("3.000s s1 lost term 7 (superseded) observed within 1.000s");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void leaderOfALaterTermHasLostTheEarlierOne() {
        answers.claims(S1, 7);
        tracker.track(answers.everySecond());

        answers.claims(S1, 9);
        answers.pass(SECOND);

        assertThat(answers.history()).isEqualTo("""
                0.000s s1 acquired term 7 observed within 0.001s
                1.000s s1 lost term 7 (stepped down) observed within 1.000s
                1.000s s1 acquired term 9 observed within 1.000s""");
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void leaderThatCannotBeAskedHasLostAndMayLeadAgain() {
        answers.claims(S1, 7);
        tracker.track(answers.everySecond());

        answers.answers(S1, () -> {
            throw new IOException("gone");
        });
        answers.pass(SECOND);
        answers.claims(S1, 7);
        answers.pass(SECOND.multipliedBy(2));

        assertThat(answers.history()).isEqualTo("""
                0.000s s1 acquired term 7 observed within 0.001s
                1.000s s1 lost term 7 ("cannot be polled: gone") observed within 1.000s
                3.000s s1 acquired term 7 observed within 3.000s""");
        assertThat(tracker.leader().orElseThrow().tenure()).isEqualTo(2);
    }

    @Test
    void termsThatEnginesToldCountToo() {
        tracker.track(S3).acquired(7);
        answers.claims(S1, 7);
        answers.claims(S2, 8);

        tracker.track(answers.everySecond());

        assertThat(answers.history())
                .isEqualTo("0.000s s3 acquired term 7\n0.000s s2 acquired term 8 observed within 0.001s");
    }

    @Test
    void answerInPlaceOfAnotherIsAFailure() {
        answers.answers(S1, () -> Optional.of(LeadershipClaim.self(S2, 7)));

        var polling = tracker.track(answers.everySecond());

        assertThat(polling.failures()).isEqualTo(1);
        assertThat(answers.log.lines)
                .containsExactly("WARNING tracker polled: server s1: cannot be polled:"
                        + " server s2 answered in place of server s1");
    }

    @Test
    void listenerThatComesLateIsToldOfTheLeaderAsObserved() {
        answers.pass(SECOND);
        answers.claims(S1, 7);
        tracker.track(answers.everySecond());
        var told = new ArrayList<LeadershipEvent>();

        tracker.subscribe(told::add);

        assertThat(told).isEqualTo(tracker.history().events()).hasSize(1);
    }

    // The end

    @Test
    void serverThatIsUntrackedIsLookedAtNoMore() {
        answers.claims(S1, 7);
        tracker.track(answers.everySecond());

        tracker.untrack(S1);
        answers.pass(SECOND);

        assertThat(answers.polls(S1)).isEqualTo(1);
        assertThat(answers.polls(S2)).isEqualTo(2);
        assertThat(answers.history()).endsWith("0.000s s1 lost term 7 (closed)");
    }

    @Test
    void trackerThatIgnoresItsServersLooksOnceMoreAtMost() {
        tracker.track(answers.everySecond());
        tracker.ignore();
        answers.claims(S1, 7);

        answers.pass(SECOND.multipliedBy(3));

        assertThat(answers.polls(S1)).isLessThanOrEqualTo(2);
        assertThat(tracker.history().events()).isEmpty();
        assertThat(answers.time.pending()).isZero();
    }

    @Test
    void closedTrackerLooksNoMore() {
        tracker.track(answers.everySecond());

        tracker.close();
        answers.pass(SECOND);

        assertThat(answers.polls(S1)).isEqualTo(1);
    }

    @Test
    void lookThatClosesTheTrackerIsTheLast() {
        answers.answers(S2, () -> {
            tracker.close();
            return Optional.of(LeadershipClaim.self(S2, 7));
        });

        tracker.track(answers.everySecond());
        answers.pass(SECOND);

        assertThat(answers.polls(S1)).isEqualTo(1);
        assertThat(answers.polls(S2)).isEqualTo(1);
        assertThat(tracker.leader()).isEmpty();
    }

    // Mistakes

    @Test
    void serverThatIsTrackedAlreadyIsRefusedAndNothingIsChanged() {
        tracker.track(S2);

        assertThatThrownBy(() -> tracker.track(answers.everySecond()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an observer for server s2 is already registered");
        answers.pass(SECOND);

        assertThat(tracker.standings()).extracting(Standing::server).containsExactly(S2);
        assertThat(answers.polls(S1)).isEqualTo(1);
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

    @Test
    void nobodyToAskAndNegativeTermsAreRefused() {
        assertThatThrownBy(() -> PolledLeadership.of(Map.of())).hasMessage("probes: are none, expected at least one");
        assertThatThrownBy(() -> LeadershipClaim.self(S1, -1)).hasMessage("term: -1, expected zero or more");
    }
}
