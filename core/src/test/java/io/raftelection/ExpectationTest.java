package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static io.raftelection.TrackerFixture.S3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipTimeoutException.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The outcomes of an expectation, on both sides of its deadline. */
final class ExpectationTest {
    private static final Duration NANO = Duration.ofNanos(1);

    private final TrackerFixture cluster = TrackerFixture.lenient();
    private final Tracker tracker = cluster.tracker;

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void acquisitionJustBeforeTheDeadlineFulfilsIt() throws Exception {
        var future = tracker.expect(S1, FIVE);

        cluster.pass(FIVE.minus(NANO));
        assertThat(future.isDone()).isFalse();
        cluster.s1.acquired(7);
        cluster.pass(FIVE);

        assertThat(future.done()).hasToString("s1 leads term 7");
        assertThat(cluster.time.pending()).isZero();
    }

    @Test
    void expectationFailsByItselfWhenItsTimeIsOver() {
        var future = tracker.expect(S1, FIVE);

        cluster.pass(FIVE);
        cluster.s1.acquired(7);

        assertThat(future.isDone()).isTrue();
        assertTimeout(future, Verdict.NOTHING_HEARD, """
                server s1: leadership not acquired within PT5S
                  s1: nothing heard
                  s2: nothing heard
                  s3: nothing heard
                verdict: nothing was ever heard of server s1, no leader is known here""");
    }

    @Test
    void verdictNamesWhoLeadsInstead() {
        var future = tracker.expect(S1, FIVE);
        cluster.pass(Duration.ofSeconds(1));
        cluster.s2.acquired(7);
        cluster.s2.lost();
        cluster.pass(Duration.ofSeconds(3));
        cluster.s3.acquired(8);
        cluster.pass(Duration.ofSeconds(1));

        assertTimeout(future, Verdict.ANOTHER_LEADS, """
                server s1: leadership not acquired within PT5S
                  s1: nothing heard
                  s2: lost term 7 (stepped down), 4.000s ago
                  s3: acquired term 8, 1.000s ago
                verdict: s3 leads (term 8)""");
    }

    @Test
    void verdictSaysThatTheServerLedBefore() {
        cluster.s1.acquired(7);
        cluster.s1.lost("bored");
        var future = tracker.expect(S1, FIVE);
        cluster.pass(FIVE);

        assertTimeout(future, Verdict.ACQUIRED_AND_LOST, """
                server s1: leadership not acquired within PT5S
                  s1: lost term 7 ("bored"), 5.000s ago
                  s2: nothing heard
                  s3: nothing heard
                verdict: s1 acquired term 7 and lost it again 5.000s ago, no leader is known here""");
    }

    @Test
    void verdictSaysThatNobodyLed() {
        cluster.s1.lost();
        var future = tracker.expect(S1, FIVE);
        cluster.pass(FIVE);

        assertTimeout(future, Verdict.NOBODY_LED, """
                server s1: leadership not acquired within PT5S
                  s1: lost (stepped down) !spurious-loss, 5.000s ago
                  s2: nothing heard
                  s3: nothing heard
                verdict: no leader is known here""");
    }

    @Test
    void verdictIsOnThoseWhoWereWaitedFor() {
        var future = tracker.expectAny(List.of(S1, S2), FIVE);
        cluster.s1.acquired(1);
        cluster.s1.lost();
        var second = tracker.expectAny(List.of(S1, S2), FIVE);
        cluster.s2.acquired(2);
        cluster.pass(Duration.ofSeconds(1));
        cluster.s2.lost();
        var third = tracker.expect(S3, FIVE);
        cluster.pass(FIVE);

        assertThat(future.isDone()).isTrue();
        assertThat(second.isDone()).isTrue();
        assertTimeout(third, Verdict.NOTHING_HEARD, """
                server s3: leadership not acquired within PT5S
                  s1: lost term 1 (stepped down), 6.000s ago
                  s2: lost term 2 (stepped down), 5.000s ago
                  s3: nothing heard
                verdict: nothing was ever heard of server s3, no leader is known here""");
        var last = tracker.expectAny(List.of(S2, S1), FIVE);
        cluster.pass(FIVE);
        assertThatThrownBy(last::done)
                .hasMessageEndingWith(
                        "verdict: s2 acquired term 2 and lost it again 10.000s ago, no leader is known here");
    }

    @Test
    void twentyServersAreListedAndTheRestCounted() {
        for (int i = 4; i <= 20; i++) {
            tracker.track(ServerId.of("s" + i));
        }
        var twenty = tracker.expect(S1, FIVE);
        cluster.pass(FIVE);
        tracker.track(ServerId.of("s21"));
        var more = tracker.expect(S1, FIVE);
        cluster.pass(FIVE);

        assertThatThrownBy(twenty::done)
                .hasMessageContaining("\n  s20: nothing heard\nverdict: ")
                .hasMessageNotContaining("more");
        assertThatThrownBy(more::done).hasMessageContaining("\n  s20: nothing heard\n  and 1 more\nverdict: ");
    }

    @Test
    void timerThatFiresHalfASecondLateIsTolerated() {
        var future = tracker.expect(S1, FIVE);
        cluster.time.stall(FIVE.plusMillis(500));

        assertThatThrownBy(future::done).hasMessageEndingWith("no leader is known here");
    }

    @Test
    void verdictSaysThatTheProcessWasStarved() {
        var future = tracker.expect(S1, FIVE);
        cluster.time.stall(FIVE.plusMillis(501));

        assertTimeout(future, Verdict.STARVED, """
                server s1: leadership not acquired within PT5S
                  s1: nothing heard
                  s2: nothing heard
                  s3: nothing heard
                verdict: the process was starved, the timer fired 0.501s late""");
    }

    @Test
    void cancellingMakesRoomOnce() {
        var future = tracker.expect(S1, FIVE);

        assertThat(future.cancel()).isTrue();
        assertThat(future.cancel()).isFalse();

        assertThatThrownBy(future::done)
                .isInstanceOf(CancellationException.class)
                .hasMessage("server s1: expectation cancelled");
        assertThat(cluster.time.pending()).isZero();
        assertThat(tracker.expect(S2, FIVE).isDone()).isFalse();
    }

    @Test
    void cancellingAfterTheFactChangesNothing() throws Exception {
        var future = tracker.expect(S1, FIVE);
        cluster.s1.acquired(7);

        assertThat(future.cancel()).isFalse();
        assertThat(future.done().isHeld()).isTrue();
    }

    @Test
    void leadershipThatWasLostAgainIsReturnedAllTheSame() throws Exception {
        var future = tracker.expect(S1, FIVE);
        cluster.s1.acquired(7);
        cluster.s1.lost();

        assertThat(future.done().isHeld()).isFalse();
    }

    @Test
    void anyOfSeveralServersFulfilsItAndTheOthersAreFreed() throws Exception {
        var future = tracker.expectAny(List.of(S1, S2), FIVE);
        assertThatThrownBy(() -> tracker.expect(S3, FIVE))
                .hasMessage("servers s1, s2 have already requested leadership");

        cluster.s2.acquired(7);
        cluster.s2.lost();

        assertThat(future.done().server()).isEqualTo(S2);
        assertThat(tracker.standings().get(0).role()).isEqualTo(Standing.Role.FOLLOWING);
        assertThat(tracker.expect(S1, FIVE).isDone()).isFalse();
    }

    @Test
    void expectationOfSeveralServersFailsOnceForAll() {
        var future = tracker.expectAny(List.of(S1, S2), FIVE);
        tracker.untrack(S1);
        assertThat(future.isDone()).isFalse();

        cluster.pass(FIVE);

        assertThatThrownBy(future::done).hasMessageStartingWith("servers s1, s2: leadership not acquired within PT5S");
    }

    @Test
    void whoWaitsIsAnsweredByTheEndOfTheTracker() {
        var untracked = tracker.expect(S1, FIVE);
        tracker.untrack(S1);
        var ignored = tracker.expect(S2, FIVE);
        tracker.ignore();

        assertThatThrownBy(untracked::done)
                .isInstanceOf(TrackerClosedException.class)
                .hasMessage("server s1: untracked");
        assertThatThrownBy(ignored::done).hasMessage("tracker orders: ignores its servers");
        assertThatThrownBy(() -> tracker.expect(S2, FIVE)).hasMessage("tracker orders: ignores its servers");
        assertThat(cluster.time.pending()).isZero();
    }

    @Test
    void copyCannotForgeAnElection() throws Exception {
        var future = tracker.expect(S1, FIVE);
        future.toCompletableFuture().cancel(true);
        assertThat(future.isDone()).isFalse();

        cluster.s1.acquired(7);

        assertThat(future.toCompletableFuture()).isCompletedWithValue(future.done());
    }

    @Test
    void leaderIsNotExpectedButAwaited() throws Exception {
        cluster.s1.acquired(7);

        assertThatThrownBy(() -> tracker.expect(S1, FIVE))
                .hasMessage("server s1: already leads term 7, use await to observe it");
        assertThat(tracker.await(S1, FIVE).term()).hasValue(7);
        assertThat(tracker.awaitLeader(FIVE).term()).hasValue(7);
    }

    private static void assertTimeout(LeadershipFuture future, Verdict verdict, String message) {
        assertThatThrownBy(future::done)
                .isInstanceOfSatisfying(LeadershipTimeoutException.class, e -> {
                    assertThat(e.verdict()).isEqualTo(verdict);
                    assertThat(e.timeout()).isEqualTo(FIVE);
                    assertThat(e.standings()).hasSize(3);
                })
                .hasMessage(message);
    }
}
