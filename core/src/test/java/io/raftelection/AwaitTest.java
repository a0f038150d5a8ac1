package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static io.raftelection.TrackerFixture.S3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for a leader without an expectation. */
@Timeout(30)
final class AwaitTest {
    private final TrackerFixture cluster = TrackerFixture.strict();
    private final Tracker tracker = cluster.tracker;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        cluster.close();
    }

    /** Starts a wait. Returns when its deadline is set. */
    private Future<Leadership> waiting(Callable<Leadership> wait) {
        int before = cluster.time.pending();
        var result = threads.submit(wait);
        while (cluster.time.pending() == before) {
            Thread.onSpinWait();
        }
        return result;
    }

    private static Leadership result(Future<Leadership> wait) throws Exception {
        return wait.get(10, TimeUnit.SECONDS);
    }

    private static void assertFailed(Future<Leadership> wait, Class<? extends Exception> type, String message) {
        assertThatThrownBy(() -> result(wait)).cause().isInstanceOf(type).hasMessage(message);
    }

    @Test
    void everyoneWhoWaitsForTheServerIsAnswered() throws Exception {
        var one = waiting(() -> tracker.await(S1, FIVE));
        var any = waiting(() -> tracker.awaitLeader(FIVE));
        var other = waiting(() -> tracker.await(S2, FIVE));

        cluster.s1.acquired(7);
        assertThat(result(one)).isSameAs(result(any)).hasToString("s1 leads term 7");
        assertThat(other.isDone()).isFalse();

        cluster.s2.acquired(8);
        assertThat(result(other)).hasToString("s2 leads term 8");
        assertThat(cluster.time.pending()).isZero();
    }

    @Test
    void waitIsOverInTimeAndLeavesNothingBehind() {
        var wait = waiting(() -> tracker.await(S1, FIVE));
        cluster.s2.acquired(1);
        cluster.pass(FIVE);

        assertFailed(wait, LeadershipTimeoutException.class, """
                server s1: leadership not acquired within PT5S
                  s1: nothing heard
                  s2: acquired term 1 !unexpected, 5.000s ago
                  s3: nothing heard
                verdict: s2 leads (term 1)""");
        assertThat(cluster.time.pending()).isZero();
    }

    @Test
    void whoeverWaitsIsFreedByAnInterrupt() {
        var wait = waiting(() -> tracker.await(S1, FIVE));
        threads.shutdownNow();

        assertThatThrownBy(() -> result(wait)).hasCauseInstanceOf(InterruptedException.class);
        assertThat(cluster.time.pending()).isZero();
    }

    @Test
    void latestTermIsWhatOneWhoWaitsForAnyIsGiven() throws Exception {
        cluster.s1.acquired(7);
        cluster.s2.acquired(9);
        cluster.s3.acquired(8);

        assertThat(tracker.awaitLeader(FIVE).server()).isEqualTo(S2);
        assertThat(tracker.await(S3, FIVE).term()).hasValue(8);
        assertThat(tracker.leader())
                .hasValueSatisfying(leader -> assertThat(leader.server()).isEqualTo(S2));
    }

    @Test
    void untrackingFailsOnlyThoseWithNobodyLeftToWaitFor() throws Exception {
        var one = waiting(() -> tracker.await(S1, FIVE));
        var any = waiting(() -> tracker.awaitLeader(FIVE));
        tracker.untrack(S1);

        assertFailed(one, TrackerClosedException.class, "server s1: untracked");
        assertThat(any.isDone()).isFalse();
        cluster.s2.acquired(1);
        assertThat(result(any).server()).isEqualTo(S2);
    }

    @Test
    void closeFailsWhoeverWaits() {
        var wait = waiting(() -> tracker.awaitLeader(FIVE));
        tracker.close();

        assertFailed(wait, TrackerClosedException.class, "tracker orders: closed");
        assertThatThrownBy(() -> tracker.awaitLeader(FIVE)).hasMessage("tracker orders: closed");
        assertThat(cluster.time.pending()).isZero();
    }

    @Test
    void waitWithoutAClaimLeavesRoomForAnExpectation() throws Exception {
        var wait = waiting(() -> tracker.await(S1, FIVE));
        var expected = tracker.expect(S1, FIVE);
        cluster.s1.acquired(7);

        assertThat(result(wait)).isSameAs(expected.done());
        assertThat(tracker.anomalies()).isEmpty();
    }
}
