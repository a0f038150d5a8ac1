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
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The answers of polls that count, and the end of polling. */
final class PollingTest {
    private final PolledFixture answers = new PolledFixture();
    private final Tracker tracker = answers.tracker;

    @AfterEach
    void close() {
        answers.close();
        assertThat(answers.time.pending()).isZero();
    }

    @Test
    void pollingSaysHowItWent() {
        answers.answers(S1, () -> {
            throw new IOException("gone");
        });
        var polling = tracker.track(answers.everySecond());

        assertThat(polling).hasToString("polling of 2 servers: 2 polls, 1 failure, 0 rejected claims");
    }

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
    void leaderThatTheFirstPollFindsLeadsAlready() {
        answers.pass(SECOND.multipliedBy(3));
        answers.claims(S1, 7);

        tracker.track(answers.everySecond());

        assertThat(answers.history()).isEqualTo("3.000s s1 acquired term 7 already");
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

        assertThat(answers.history()).endsWith("""
                1.000s s1 lost term 7 (stepped down) observed within 1.000s
                1.000s s1 follows s2 term 8 observed within 1.000s""");
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
                1.000s s1 acquired term 7 already
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
                0.000s s1 acquired term 7 already
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
                0.000s s1 acquired term 7 already
                1.000s s1 lost term 7 ("cannot be polled: gone") observed within 1.000s
                3.000s s1 acquired term 7 observed within 3.000s""");
        assertThat(tracker.leader().orElseThrow().tenure()).isEqualTo(2);
    }

    @Test
    void termsThatEnginesReportedCountToo() {
        tracker.track(S3).acquired(7);
        answers.claims(S1, 7);
        answers.claims(S2, 8);

        tracker.track(answers.everySecond());

        assertThat(answers.history()).isEqualTo("0.000s s3 acquired term 7\n0.000s s2 acquired term 8 already");
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
    void lateListenerReceivesTheLeaderAsObserved() {
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

    @Test
    void nobodyToAskAndNegativeTermsAreRefused() {
        assertThatThrownBy(() -> PolledLeadership.of(Map.of())).hasMessage("probes: are none, expected at least one");
        assertThatThrownBy(() -> LeadershipClaim.self(S1, -1)).hasMessage("term: -1, expected zero or more");
    }
}
