package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipTimeoutException.Verdict;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a leader may serve. */
@Timeout(30)
final class ReadinessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TrackerFixture cluster = TrackerFixture.lenient();
    private final Tracker tracker = cluster.tracker;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        cluster.close();
    }

    private Leadership acquired() {
        cluster.s1.acquired(7);
        return tracker.leader().orElseThrow();
    }

    /** Runs a waiting call on another thread. Returns when its deadline is set, or the call has ended. */
    private CompletableFuture<Throwable> waiting(Waiting call) {
        int before = cluster.time.pending();
        var result = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        call.run();
                        return new Throwable("returned");
                    } catch (Throwable e) {
                        return e;
                    }
                },
                threads);
        while (cluster.time.pending() == before && !result.isDone()) {
            Thread.onSpinWait();
        }
        return result;
    }

    private interface Waiting {
        void run() throws Exception;
    }

    @Test
    void leaderIsReadyOnceTheEngineSaysSo() throws Exception {
        var leadership = acquired();
        assertThat(leadership.isReady()).isFalse();
        cluster.pass(Duration.ofMillis(40));
        cluster.s1.ready();

        assertThat(leadership.isReady()).isTrue();
        leadership.awaitReady(FIVE);
        assertThat(tracker.history()).hasToString("0.000s s1 acquired term 7\n0.040s s1 ready term 7");

        cluster.s1.lost();
        assertThat(leadership.isReady()).as("after the loss").isFalse();
    }

    @Test
    void readinessOfAnEarlierTermDoesNotCountForALaterOne() {
        var earlier = acquired();
        cluster.s1.ready();
        cluster.s1.acquired(8);

        assertThat(earlier.isReady()).isFalse();
        assertThat(tracker.leader().orElseThrow().isReady()).isFalse();
    }

    @Test
    void readinessWithoutLeadershipIsAnAnomaly() {
        cluster.s1.ready();
        var leadership = acquired();
        cluster.s1.ready();
        cluster.s1.ready();

        assertThat(leadership.isReady()).isTrue();
        assertThat(tracker.history()).hasToString("""
                0.000s s1 ready !spurious-ready
                0.000s s1 acquired term 7
                0.000s s1 ready term 7
                0.000s s1 ready !spurious-ready""");
    }

    @Test
    void waitingThreadIsWokenByTheReadiness() throws Exception {
        var leadership = acquired();
        var result = waiting(() -> leadership.awaitReady(PATIENCE));
        cluster.s1.ready();

        assertThat(result.get(10, TimeUnit.SECONDS)).hasMessage("returned");
    }

    @Test
    void waitEndsWithTheLoss() throws Exception {
        var leadership = acquired();
        var result = waiting(() -> leadership.awaitReady(PATIENCE));
        cluster.s1.lost();

        assertThat(result.get(10, TimeUnit.SECONDS))
                .isInstanceOf(LeadershipLostException.class)
                .hasMessage("server s1: lost term 7 before it was ready");
        assertThatThrownBy(() -> leadership.awaitReady(FIVE)).isInstanceOf(LeadershipLostException.class);
    }

    @Test
    void waitEndsWithTheTracker() throws Exception {
        var leadership = acquired();
        var result = waiting(() -> leadership.awaitReady(PATIENCE));
        tracker.close();

        assertThat(result.get(10, TimeUnit.SECONDS)).isInstanceOf(TrackerClosedException.class);
    }

    @Test
    void waitEndsAtItsTimeout() throws Exception {
        var leadership = acquired();
        var result = waiting(() -> leadership.awaitReady(FIVE));
        cluster.pass(FIVE);

        assertThat(result.get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        LeadershipTimeoutException.class,
                        e -> assertThat(e.verdict()).isEqualTo(Verdict.STILL_LEADS))
                .hasMessage("""
                        server s1: leadership term 7 not ready within PT5S
                          s1: acquired term 7, 5.000s ago
                          s2: nothing heard
                          s3: nothing heard
                        verdict: s1 leads (term 7)""");
    }

    @Test
    void sourceThatCannotReportReadinessSaysSoAtOnce() {
        cluster.s1.readinessUnavailable("this engine has no such callback");
        var leadership = acquired();

        assertThatThrownBy(() -> leadership.awaitReady(FIVE))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("server s1: its readiness is not reported: this engine has no such callback");
        assertThatThrownBy(() -> leadership.runWhenReady(FIVE, () -> {}))
                .isInstanceOf(UnsupportedOperationException.class);

        cluster.s1.newAttachment();
        var later = acquired();
        cluster.s1.ready();
        assertThat(later.isReady()).as("after a new attachment").isTrue();
    }

    @Test
    void queuesAndPublishersCannotReportReadiness() throws Exception {
        var queue = new LinkedBlockingQueue<Boolean>();
        var queued = ServerId.of("queued");
        tracker.track(queued, queue);
        queue.add(true);
        var first = tracker.await(queued, PATIENCE);
        var published = ServerId.of("published");
        try (var publisher = new SubmissionPublisher<Boolean>(Runnable::run, Flow.defaultBufferSize())) {
            tracker.track(published, publisher);
            publisher.submit(true);
            var second = tracker.await(published, PATIENCE);

            assertThatThrownBy(() -> first.awaitReady(FIVE)).hasMessageContaining("a queue reports acquired and lost");
            assertThatThrownBy(() -> second.awaitReady(FIVE))
                    .hasMessageContaining("a publisher reports acquired and lost");
        }
    }

    @Test
    void taskRunsOnceTheLeaderIsReady() throws Exception {
        var leadership = acquired();
        var ran = new AtomicBoolean();
        var held = new AtomicBoolean();
        var result = waiting(() -> held.set(leadership.runWhenReady(PATIENCE, () -> ran.set(true))));
        assertThat(ran).isFalse();
        cluster.s1.ready();

        assertThat(result.get(10, TimeUnit.SECONDS)).hasMessage("returned");
        assertThat(held).isTrue();
        assertThat(ran).isTrue();
    }

    @Test
    void taskDoesNotRunIfLeadershipIsLostBefore() throws Exception {
        var leadership = acquired();
        cluster.s1.lost();

        assertThat(leadership.runWhenReady(FIVE, () -> {
                    throw new AssertionError("ran");
                }))
                .isFalse();
    }

    @Test
    void allAgreeOnceEveryServerFollowsAReadyLeader() throws Exception {
        acquired();
        var result = waiting(() -> tracker.awaitAgreement(PATIENCE));
        cluster.s1.ready();
        cluster.s2.follows(S1, 7);
        cluster.s3.follows(S1, 6);
        assertThat(result).isNotDone();
        cluster.s3.follows(S1, 7);

        assertThat(result.get(10, TimeUnit.SECONDS)).hasMessage("returned");
        assertThat(tracker.awaitAgreement(FIVE).reportedBy()).hasSize(3);
    }

    @Test
    void serverThatIsNotAMemberNeedNotAgree() throws Exception {
        acquired();
        cluster.s1.ready();
        cluster.s2.follows(S1, 7);
        cluster.s1.members(Set.of(S1), Set.of(S2));

        assertThat(tracker.awaitAgreement(FIVE).server()).isEqualTo(S1);
    }

    @Test
    void agreementThatDoesNotComeIsExplained() throws Exception {
        cluster.s2.follows(S1, 7);
        var result = waiting(() -> tracker.awaitAgreement(FIVE));
        cluster.pass(FIVE);

        assertThat(result.get(10, TimeUnit.SECONDS)).hasMessage("""
                any server: no agreement on a leader that is ready within PT5S
                  s1: nothing heard
                  s2: follows s1 term 7, 5.000s ago
                  s3: nothing heard
                verdict: s1 leads (term 7), as s2 reports; s1 has not reported it""");
    }

    @Test
    void agreementOnALeaderWithoutReadinessFailsAtOnce() {
        cluster.s1.readinessUnavailable("no callback");
        acquired();

        assertThatThrownBy(() -> tracker.awaitAgreement(FIVE)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void awaitedLeaderThatIsNotReportedIsExplained() throws Exception {
        var result = waiting(() -> tracker.awaitKnownLeader(FIVE));
        cluster.pass(FIVE);

        assertThat(result.get(10, TimeUnit.SECONDS))
                .isInstanceOf(LeadershipTimeoutException.class)
                .hasMessageStartingWith("any server: no leader was reported within PT5S")
                .hasMessageEndingWith("verdict: no leader is known here");
    }

    @Test
    void waitForAKnownLeaderEndsWithAView() throws Exception {
        var result = waiting(() -> tracker.awaitKnownLeader(PATIENCE));
        cluster.s2.follows(S1, 7);

        assertThat(result.get(10, TimeUnit.SECONDS)).hasMessage("returned");
    }
}
