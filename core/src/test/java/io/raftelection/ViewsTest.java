package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static io.raftelection.TrackerFixture.S3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom servers follow, and which leader the tracker knows from that. */
final class ViewsTest {
    private static final ServerId REMOTE = ServerId.of("remote");

    private final TrackerFixture cluster = TrackerFixture.lenient();
    private final Tracker tracker = cluster.tracker;

    @AfterEach
    void close() {
        cluster.close();
    }

    private String known() {
        return tracker.knownLeader()
                .map(known -> known.server() + " " + known.term().orElse(-1) + " by "
                        + known.reportedBy().stream().map(ServerId::value).collect(Collectors.joining(",")))
                .orElse("unknown");
    }

    private String history() {
        return tracker.history().toString();
    }

    @Test
    void followerKnowsALeaderThatIsNotTrackedHere() {
        cluster.pass(Duration.ofSeconds(1));
        cluster.s1.follows(REMOTE, 7);

        assertThat(tracker.knownLeader())
                .contains(new KnownLeader(
                        REMOTE, OptionalLong.of(7), Optional.empty(), Set.of(S1), Duration.ofSeconds(1)));
        assertThat(tracker.view(S1))
                .contains(new View(S1, Optional.of(REMOTE), OptionalLong.of(7), Duration.ofSeconds(1)));
        assertThat(tracker.leader()).isEmpty();
        assertThat(tracker)
                .hasToString("tracker orders: remote leads (term 7), as s1 reports; remote is not tracked here");
        assertThat(history()).isEqualTo("1.000s s1 follows remote term 7");
    }

    @Test
    void leadershipOutranksAViewOfTheSameTerm() {
        cluster.s1.follows(S3, 7);
        cluster.s2.acquired(7);

        assertThat(known()).isEqualTo("s2 7 by s2");
        assertThat(tracker.knownLeader().flatMap(KnownLeader::leadership)).isEqualTo(tracker.leader());
    }

    @Test
    void viewOfALaterTermOutranksALeadership() {
        cluster.s2.acquired(7);
        cluster.s1.follows(REMOTE, 8);

        assertThat(known()).isEqualTo("remote 8 by s1");
        assertThat(tracker.leader()).hasValueSatisfying(held -> assertThat(held).hasToString("s2 leads term 7"));
    }

    @Test
    void laterTermOutranksAnEarlierOneWhateverTheOrderOfReports() {
        cluster.s1.follows(S3, 8);
        cluster.s2.follows(REMOTE, 7);

        assertThat(known()).isEqualTo("s3 8 by s1");
    }

    @Test
    void leaderIsReportedByAllThatFollowItInItsTerm() {
        cluster.s1.follows(S3, 8);
        cluster.s2.follows(S3, 8);
        assertThat(known()).isEqualTo("s3 8 by s1,s2");
        assertThat(tracker).hasToString("tracker orders: s3 leads (term 8), as s1, s2 report; s3 has not reported it");

        cluster.s3.acquired(8);
        assertThat(known()).isEqualTo("s3 8 by s1,s2,s3");
    }

    @Test
    void viewDoesNotCountAfterItsLeaderReportedTheLoss() {
        cluster.s3.acquired(8);
        cluster.s1.follows(S3, 8);
        cluster.s3.lost();
        assertThat(known()).isEqualTo("unknown");

        cluster.s2.follows(S3, 9);
        assertThat(known()).isEqualTo("s3 9 by s2");
        cluster.s3.followsNobody(10);
        assertThat(known()).isEqualTo("unknown");
    }

    @Test
    void viewsWithoutTermsEndWithTheLossOfTheirLeader() {
        cluster.s3.acquired();
        cluster.s1.follows(S3, -1);
        cluster.s3.lost();
        assertThat(known()).isEqualTo("unknown");

        cluster.pass(FIVE);
        cluster.s2.follows(S3, -1);
        assertThat(known()).isEqualTo("s3 -1 by s2");
    }

    @Test
    void leaderIsItsOwnView() {
        cluster.s1.follows(S2, 6);
        cluster.s1.acquired(7);

        assertThat(tracker.view(S1)).contains(new View(S1, Optional.of(S1), OptionalLong.of(7), Duration.ZERO));

        cluster.s1.lost();
        assertThat(tracker.view(S1)).isEmpty();
    }

    @Test
    void equalViewIsNoEvent() {
        cluster.s1.follows(S2, 7);
        cluster.s1.follows(S2, 7);
        cluster.s1.followsNobody(7);
        cluster.s1.followsNobody(7);

        assertThat(history()).isEqualTo("0.000s s1 follows s2 term 7\n0.000s s1 follows nobody term 7");
        assertThat(tracker.view(S1)).contains(new View(S1, Optional.empty(), OptionalLong.of(7), Duration.ZERO));
    }

    @Test
    void leaderThatFollowsAnotherServerHasLostLeadership() {
        cluster.s1.acquired(7);
        var led = tracker.leader().orElseThrow();
        cluster.s1.follows(S2, 8);

        assertThat(led.isHeld()).isFalse();
        assertThat(history()).isEqualTo("""
                0.000s s1 acquired term 7
                0.000s s1 lost term 7 (missed)
                0.000s s1 follows s2 term 8 !missed-loss""");
        assertThat(known()).isEqualTo("s2 8 by s1");
    }

    @Test
    void impossibleViewsAreAnomaliesAndChangeNothing() {
        cluster.s1.follows(S2, 7);
        cluster.s1.follows(S1, 8);
        cluster.s1.follows(S3, 6);
        cluster.s1.follows(S3, -1);
        cluster.s1.followsNobody(6);

        assertThat(known()).isEqualTo("s2 7 by s1");
        assertThat(history()).isEqualTo("""
                0.000s s1 follows s2 term 7
                0.000s s1 follows s1 term 8 !self-view
                0.000s s1 follows s3 term 6 !stale-view
                0.000s s1 follows s3 !unknown-term
                0.000s s1 follows nobody term 6 !stale-view""");
        assertThat(tracker.anomalies()).hasSize(4);
        assertThat(tracker.history().isSafe()).isTrue();
    }

    @Test
    void twoLeadersOfATermInViewsAreASplitTerm() {
        cluster.s1.follows(S2, 7);
        cluster.s3.follows(REMOTE, 7);

        assertThat(history()).isEqualTo("0.000s s1 follows s2 term 7\n0.000s s3 follows remote term 7 !split-term");
        assertThat(tracker.history().safety()).hasToString("""
                VIOLATED: a term had two leaders, 1 term checked
                  term 7: s2 at 0.000s as s1 reports, remote at 0.000s as s3 reports""");
    }

    @Test
    void viewAndAcquisitionOfOneTermAreASplitTerm() {
        cluster.s1.follows(S2, 7);
        cluster.s3.acquired(7);

        assertThat(history()).endsWith("s3 acquired term 7 !split-term");
        assertThat(tracker.history().safety().splits())
                .hasToString("[term 7: s2 at 0.000s as s1 reports, s3 at 0.000s]");
    }

    @Test
    void viewEndsWithTheServer() {
        cluster.s1.follows(S2, 7);
        tracker.untrack(S1);
        assertThat(known()).isEqualTo("unknown");

        var again = tracker.track(S1);
        again.follows(S2, 7);
        again.detached();
        assertThat(known()).isEqualTo("unknown");

        again.follows(S2, 7);
        again.newAttachment();
        assertThat(known()).isEqualTo("unknown");
        assertThat(history()).isEqualTo("""
                0.000s s1 follows s2 term 7
                0.000s s1 follows unknown
                0.000s s1 follows s2 term 7
                0.000s s1 follows unknown
                0.000s s1 follows s2 term 7
                0.000s s1 follows unknown""");
    }

    @Test
    void detachedLeaderHasLost() {
        cluster.s1.acquired(7);
        cluster.s1.detached();

        assertThat(history()).endsWith("s1 lost term 7 (\"detached\")");
    }

    @Test
    void reportsAfterTheEndAreCounted() {
        tracker.ignore();
        cluster.s1.follows(S2, 7);
        cluster.s1.followsNobody(7);
        cluster.s1.ready();
        cluster.s1.members(Set.of(S1), Set.of());
        cluster.s1.detached();
        cluster.s1.readinessUnavailable("never");

        assertThat(tracker.dropped()).isEqualTo(6);
        assertThat(history()).isEmpty();
    }

    @Test
    void awaitedLeaderMayBeKnownFromAView() throws Exception {
        cluster.s1.follows(REMOTE, 7);

        assertThat(tracker.awaitKnownLeader(FIVE).server()).isEqualTo(REMOTE);
    }

    @Test
    void lateSubscriberReceivesThePresentState() {
        cluster.s1.acquired(7);
        cluster.s1.ready();
        cluster.s2.follows(S1, 7);
        cluster.s3.members(Set.of(S1), Set.of());
        var lines = new StringBuilder();
        tracker.subscribe(event -> lines.append(event).append('\n'));

        assertThat(lines.toString()).isEqualTo(history() + "\n");
    }

    @Test
    void timeWithoutAKnownLeaderIsMeasured() {
        cluster.pass(Duration.ofSeconds(1));
        cluster.s1.follows(REMOTE, 7);
        cluster.pass(Duration.ofSeconds(2));
        cluster.s1.followsNobody(8);
        cluster.pass(Duration.ofSeconds(3));
        cluster.s2.acquired(8);
        cluster.pass(Duration.ofSeconds(4));
        cluster.s2.ready();

        var summary = tracker.history().summary();
        assertThat(summary.withoutKnownLeader()).hasToString("Periods[times=2, total=PT4S, longest=PT3S]");
        assertThat(summary.untilReady()).hasToString("Periods[times=1, total=PT4S, longest=PT4S]");
    }

    @Test
    void viewOfAServerThatIsNotTrackedIsRefused() {
        assertThatThrownBy(() -> tracker.view(REMOTE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("server remote: not tracked, expected one of s1, s2, s3");
    }
}
