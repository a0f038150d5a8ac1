package io.raftelection;

import static io.raftelection.PolledFixture.SECOND;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static io.raftelection.TrackerFixture.S3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipClaim.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Claims without a term, the first answer of a server, the age of an answer, and what servers say of others. */
final class ClaimsTest {
    private final PolledFixture answers = new PolledFixture();
    private final Tracker tracker = answers.tracker;

    @AfterEach
    void close() {
        answers.close();
    }

    private void claims(ServerId server, LeadershipClaim claim) {
        answers.answers(server, () -> Optional.of(claim));
    }

    private void fails(ServerId server) {
        answers.answers(server, () -> {
            throw new IOException("connection refused");
        });
    }

    @Test
    void successorOfADeadLeaderIsReportedWithoutTerms() {
        claims(S1, LeadershipClaim.self(S1));
        claims(S2, LeadershipClaim.hearsay(S1));
        tracker.track(answers.everySecond());
        fails(S1);
        answers.pass(SECOND);
        claims(S2, LeadershipClaim.self(S2));
        answers.pass(SECOND);

        assertThat(answers.history()).isEqualTo("""
                0.000s s1 acquired already
                0.000s s2 follows s1 already
                1.000s s1 lost ("cannot be polled: connection refused") observed within 1.000s
                2.000s s2 acquired observed within 1.000s""");
        assertThat(tracker.leader().orElseThrow().server()).isEqualTo(S2);
    }

    @Test
    void leadershipWithoutATermGoesOnWhileItIsClaimed() {
        claims(S1, LeadershipClaim.self(S1));
        tracker.track(answers.everySecond());

        answers.pass(SECOND.multipliedBy(10));

        assertThat(answers.history()).isEqualTo("0.000s s1 acquired already");
    }

    @Test
    void answerIsAsOldAsItsQuestion() {
        var s3 = tracker.track(S3);
        var polling = tracker.track(answers.everySecond());
        answers.answers(
                S1,
                () -> { // s1 was frozen, and another server has acquired leadership meanwhile
                    answers.time.stall(Duration.ofMillis(10));
                    s3.acquired();
                    return Optional.of(LeadershipClaim.self(S1));
                });

        answers.pass(SECOND);

        assertThat(answers.history()).isEqualTo("1.010s s3 acquired");
        assertThat(polling.rejectedClaims()).isEqualTo(1);

        claims(S1, LeadershipClaim.self(S1)); // it still believes that it leads
        answers.pass(SECOND);

        assertThat(answers.history()).contains("s1 acquired observed within");
    }

    @Test
    void leaderThatIsFoundLeadingMaySayForHowLong() {
        claims(S1, LeadershipClaim.self(S1, 7).withLedFor(Duration.ofMillis(4598)));

        tracker.track(answers.everySecond());

        assertThat(answers.history()).isEqualTo("0.000s s1 acquired term 7 already for 4.598s");
        var event = tracker.history().events().get(0);
        assertThat(event.already()).isTrue();
        assertThat(event.isObserved()).isTrue();
        assertThat(event.uncertainty()).isEqualTo(Duration.ofMillis(4598));
    }

    @Test
    void firstAnswerAfterFailuresIsAlreadySo() {
        fails(S1);
        tracker.track(answers.everySecond());
        claims(S1, LeadershipClaim.self(S1, 7));

        answers.pass(SECOND.multipliedBy(2));

        assertThat(answers.history()).isEqualTo("2.000s s1 acquired term 7 already");
    }

    @Test
    void laterAnswerIsAsPreciseAsTheLeaderSays() {
        tracker.track(answers.everySecond());
        claims(S1, LeadershipClaim.self(S1, 7).withLedFor(Duration.ofMillis(250)));

        answers.pass(SECOND);

        assertThat(answers.history()).isEqualTo("1.000s s1 acquired term 7 observed within 0.250s");
    }

    @Test
    void hearsayIsAView() {
        claims(S1, LeadershipClaim.hearsay(S3, 7));
        tracker.track(answers.everySecond());

        var known = tracker.knownLeader().orElseThrow();
        assertThat(known.server()).isEqualTo(S3);
        assertThat(known.term()).hasValue(7);
        assertThat(known.reportedBy()).containsExactly(S1);
        assertThat(tracker.leader()).isEmpty();

        claims(S1, LeadershipClaim.nobody());
        answers.pass(SECOND);
        assertThat(tracker.knownLeader()).isEmpty();
        fails(S1);
        answers.pass(SECOND);
        assertThat(tracker.view(S1)).isEmpty();
        assertThat(answers.history()).isEqualTo("""
                0.000s s1 follows s3 term 7 already
                1.000s s1 follows nobody observed within 1.000s
                2.000s s1 follows unknown""");
    }

    @Test
    void viewThatCannotBeTrueIsRejectedAndCounted() {
        answers.claims(S1, 7);
        claims(S2, LeadershipClaim.hearsay(S1, 7));
        var polling = tracker.track(answers.everySecond());
        claims(S2, LeadershipClaim.hearsay(S3, 7)); // the new leader with the old term
        answers.pass(SECOND);
        claims(S2, LeadershipClaim.hearsay(S3, 6));
        answers.pass(SECOND);

        assertThat(polling.rejectedClaims()).isEqualTo(2);
        assertThat(tracker.view(S2).orElseThrow().leader()).contains(S1);
        assertThat(tracker.anomalies()).isEmpty();
        assertThat(tracker.history().isSafe()).isTrue();
    }

    @Test
    void observedViewIsNoEvidence() {
        claims(S1, LeadershipClaim.hearsay(S2, 7)); // the new leader with the old term, before the old one is seen
        tracker.track(answers.everySecond());

        tracker.track(S3).acquired(7);

        assertThat(tracker.anomalies()).isEmpty();
        assertThat(tracker.history().isSafe()).isTrue();
    }

    @Test
    void sourceThatPushesMayFindALeaderToo() {
        tracker.track(S1).leadsAlready(-1, 5);
        tracker.track(S2).newAttachment().leadsAlready(7, -1);

        assertThat(answers.history()).isEqualTo("0.000s s1 acquired already\n0.000s s2 acquired term 7 already");
        assertThat(tracker.history().events()).allMatch(LeadershipEvent::already);
    }

    @Test
    void storeSaysWhoLeads() {
        claims(S1, LeadershipClaim.store(S1));
        claims(S2, LeadershipClaim.store(S1));

        tracker.track(answers.everySecond());

        assertThat(answers.history()).isEqualTo("0.000s s1 acquired already");
    }

    @Test
    void impossibleClaimsAreRefused() {
        assertThatThrownBy(() -> LeadershipClaim.hearsay(S1, -1)).hasMessage("term: -1, expected zero or more");
        assertThatThrownBy(() -> LeadershipClaim.self(S1).withLedFor(Duration.ofSeconds(-1)))
                .hasMessage("ledFor: PT-1S, expected zero to 10,000 days");
        assertThatThrownBy(() -> LeadershipClaim.self(S1).withLedFor(Duration.ofDays(10_001)))
                .hasMessage("ledFor: PT240024H, expected zero to 10,000 days");
        assertThatThrownBy(() ->
                        new LeadershipClaim(Optional.empty(), OptionalLong.empty(), Source.SELF, Optional.empty()))
                .hasMessage("leader: is missing, expected one unless the source is HEARSAY");
    }
}
