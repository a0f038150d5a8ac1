package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Loss.Cause;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The properties of a leadership, and its loss. */
final class LeadershipTest {
    private final TrackerFixture cluster = TrackerFixture.lenient();
    private final Tracker tracker = cluster.tracker;

    @AfterEach
    void close() {
        cluster.close();
    }

    private Leadership acquired(long term) throws InterruptedException {
        cluster.s1.acquired(term);
        return tracker.await(S1, FIVE);
    }

    @Test
    void leadershipSaysWhoSinceWhenAndInWhichTerm() throws Exception {
        cluster.pass(FIVE);
        var leadership = acquired(7);

        assertThat(leadership.server()).isEqualTo(S1);
        assertThat(leadership.term()).hasValue(7);
        assertThat(leadership.fencingToken()).hasValue(7);
        assertThat(leadership.tenure()).isEqualTo(1);
        assertThat(leadership.acquiredAt()).isEqualTo(Instant.EPOCH.plus(FIVE));
        assertThat(leadership).hasToString("s1 leads term 7");
    }

    @Test
    void sameServerInTheSameTermIsANewTenure() throws Exception {
        var first = acquired(7);
        cluster.s1.lost();

        var second = acquired(7);

        assertThat(second.tenure()).isEqualTo(2);
        assertThat(first.isHeld()).isFalse();
        assertThat(second.isHeld()).isTrue();
    }

    @Test
    void engineMayHaveNoTerm() throws Exception {
        cluster.s1.acquired();
        cluster.s2.acquired(-1);

        assertThat(tracker.await(S1, FIVE).term()).isEmpty();
        assertThat(tracker.awaitLeader(FIVE)).hasToString("s2 leads");
    }

    @Test
    void termsBeginAtZero() throws Exception {
        assertThat(acquired(0).term()).hasValue(0);
    }

    @Test
    void whoWaitsForALossThatComesLeavesNoAlarmBehind() throws Exception {
        var leadership = acquired(7);
        var waiter = CompletableFuture.supplyAsync(() -> awaitLost(leadership));
        while (cluster.time.pending() == 0) {
            Thread.onSpinWait();
        }

        cluster.s1.lost();

        assertThat(waiter.get(10, TimeUnit.SECONDS).cause()).isEqualTo(Cause.STEPPED_DOWN);
        assertThat(cluster.time.pending()).isZero();
    }

    @Test
    void lossSaysWhyAndWhen() throws Exception {
        var leadership = acquired(7);
        cluster.pass(FIVE);
        cluster.s1.lost("disk full");

        assertThat(leadership.awaitLost(FIVE))
                .isEqualTo(
                        new Loss(S1, leadership.term(), 1, Cause.ENGINE_REASON, "disk full", Instant.EPOCH.plus(FIVE)));
        assertThat(leadership).hasToString("s1 led term 7");
    }

    @Test
    void lossIsSupersededOnlyByALaterTermOfAnotherServer() throws Exception {
        var leadership = acquired(7);
        cluster.s2.acquired(6);
        cluster.s2.lost();
        cluster.s1.lost();
        var second = acquired(8);
        cluster.s2.acquired(9);
        cluster.s1.lost(" ");

        assertThat(leadership.awaitLost(FIVE).cause()).isEqualTo(Cause.STEPPED_DOWN);
        assertThat(second.awaitLost(FIVE).cause()).isEqualTo(Cause.SUPERSEDED);
    }

    @Test
    void reasonsAreShortenedToAThousandCharacters() throws Exception {
        var leadership = acquired(7);
        cluster.s1.lost("x".repeat(1_001));

        assertThat(leadership.awaitLost(FIVE).reason()).hasSize(1_000);
    }

    @Test
    void lostIsTheSameStageAtEveryCallAndCannotBeForged() throws Exception {
        var leadership = acquired(7);
        var stage = leadership.lost();
        stage.toCompletableFuture().cancel(true);

        cluster.s1.lost();

        assertThat((Object) leadership.lost()).isSameAs(stage);
        assertThat(stage.toCompletableFuture().get().cause()).isEqualTo(Cause.STEPPED_DOWN);
    }

    @Test
    void waitingForTheLossEndsInTime() throws Exception {
        try (var real = Tracker.lenient("real")) {
            var s1 = real.track(S1);
            s1.acquired(7);
            var leadership = real.await(S1, FIVE);

            assertThatThrownBy(() -> leadership.awaitLost(Duration.ofMillis(10)))
                    .isInstanceOf(LeadershipTimeoutException.class)
                    .hasMessageStartingWith(
                            "server s1: leadership of term 7 not lost within PT0.01S\n  s1: acquired term 7")
                    .hasMessageEndingWith("verdict: s1 leads term 7");

            var waiter = CompletableFuture.supplyAsync(() -> awaitLost(leadership));
            s1.lost();
            assertThat(waiter.get(10, TimeUnit.SECONDS).cause()).isEqualTo(Cause.STEPPED_DOWN);
        }
    }

    private static Loss awaitLost(Leadership leadership) {
        try {
            return leadership.awaitLost(FIVE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void taskRunsWhileLeading() throws Exception {
        var done = new ArrayList<String>();

        assertThat(acquired(7).run(() -> done.add("work"))).isTrue();

        assertThat(done).containsExactly("work");
    }

    @Test
    void taskIsInterruptedByTheLossAndTheInterruptStaysWithin() throws Exception {
        var leadership = acquired(7);

        boolean whole = leadership.run(() -> {
            cluster.s1.lost();
            Thread.currentThread().join();
        });

        assertThat(whole).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void taskThatIgnoresTheInterruptIsNotWhole() throws Exception {
        var leadership = acquired(7);

        assertThat(leadership.run(cluster.s1::lost)).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void taskNeverStartsAfterTheLoss() throws Exception {
        var leadership = acquired(7);
        cluster.s1.lost();

        assertThat(leadership.run(() -> {
                    throw new AssertionError("it started");
                }))
                .isFalse();
    }

    @Test
    void whatTheTaskThrowsIsThrown() throws Exception {
        var leadership = acquired(7);

        assertThatThrownBy(() -> leadership.run(() -> {
                    throw new IOException("disk");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
    }

    @Test
    void interruptOfSomebodyElseIsPassedOn() throws Exception {
        var leadership = acquired(7);

        assertThatThrownBy(() -> leadership.run(() -> {
                    Thread.currentThread().interrupt();
                    Thread.currentThread().join();
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(leadership.isHeld()).isTrue();
    }
}
