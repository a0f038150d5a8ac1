package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Misuse that makes the original Go package panic, exit or block forever, and its effect here. */
final class GoPackageMisuseTest {
    private final TrackerFixture cluster = TrackerFixture.strict();
    private final Tracker tracker = cluster.tracker;

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void expectationMayFollowOneThatTimedOut() throws Exception {
        tracker.expect(S1, FIVE);
        cluster.pass(FIVE);

        var second = tracker.expect(S1, FIVE);
        cluster.s1.acquired(1);

        assertThat(second.done().term()).hasValue(1);
    }

    @Test
    void notificationThatNobodyExpectedIsAnAnomaly() {
        cluster.s1.acquired(1);

        assertThat(tracker.anomalies())
                .hasToString("[0.000s s1 acquired term 1 !unexpected: no expectation was pending]");
        assertThat(tracker.leader()).isPresent();
    }

    @Test
    void acquiredTwiceAndLostFirstAreAnomalies() {
        tracker.expect(S1, FIVE);
        cluster.s1.lost();
        cluster.s1.acquired(1);
        cluster.s1.acquired(1);

        assertThat(tracker.history()).hasToString("""
                0.000s s1 lost (stepped down) !spurious-loss
                0.000s s1 acquired term 1
                0.000s s1 acquired term 1 !duplicate""");
    }

    @Test
    void ignoreAndCloseTwiceDoNothing() {
        tracker.ignore();
        tracker.ignore();
        tracker.close();
        tracker.close();
        tracker.ignore();

        assertThat(tracker.history().events()).isEmpty();
    }

    @Test
    void expectationOfAnUnknownServerNamesTheKnownOnesAndChangesNothing() {
        assertThatThrownBy(() -> tracker.expect(ServerId.of("s9"), FIVE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("server s9: not tracked, expected one of s1, s2, s3");

        assertThat(tracker.expect(S1, FIVE).isDone()).isFalse();
    }

    @Test
    void expectationAfterCloseIsRefused() {
        tracker.close();

        assertThatThrownBy(() -> tracker.expect(S1, FIVE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tracker orders: closed");
    }

    @Test
    void notificationAfterCloseIsDroppedAndCounted() {
        tracker.close();

        cluster.s1.acquired(1);
        cluster.s1.lost();

        assertThat(tracker.dropped()).isEqualTo(2);
        assertThat(tracker.history().events()).isEmpty();
    }

    @Test
    void lostCompletesAfterClose() throws Exception {
        var future = tracker.expect(S1, FIVE);
        cluster.s1.acquired(1);
        var leadership = future.done();

        tracker.close();

        assertThat(leadership.lost().toCompletableFuture())
                .isCompletedWithValueMatching(loss -> loss.cause() == Loss.Cause.CLOSED);
        assertThat(leadership.isHeld()).isFalse();
    }

    @Test
    void serverMayBeTrackedAfterTheFirstExpectation() {
        tracker.expect(S1, FIVE);

        tracker.track(ServerId.of("s4")).acquired(2);

        assertThat(tracker.leader()).hasValueSatisfying(l -> assertThat(l).hasToString("s4 leads term 2"));
    }

    @Test
    void serverIsTrackedOnce() {
        assertThatThrownBy(() -> tracker.track(S1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an observer for server s1 is already registered");
    }

    @Test
    void thereIsOneExpectationAtATime() throws Exception {
        var first = tracker.expect(S1, FIVE);
        assertThatThrownBy(() -> tracker.expect(S2, FIVE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("server s1 has already requested leadership");

        cluster.s1.acquired(1);
        assertThatThrownBy(() -> tracker.expect(S2, FIVE)).hasMessage("server s1 has already requested leadership");

        cluster.s1.lost();
        assertThat(first.done().isHeld()).isFalse();
        assertThat(tracker.expect(S2, FIVE).isDone()).isFalse();
    }
}
