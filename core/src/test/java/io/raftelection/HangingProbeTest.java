package io.raftelection;

import static io.raftelection.PolledFixture.SECOND;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.PolledLeadership;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that does not answer delays no other server, and is not polled twice at the same time. */
@Timeout(30)
final class HangingProbeTest {
    private static final Duration NANO = Duration.ofNanos(1);

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final PolledFixture answers = new PolledFixture(executor);
    private final Tracker tracker = answers.tracker;
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        answered.countDown();
        answers.close();
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Makes s1 ignore interrupts and answer only when the test releases it. */
    private void hang(Optional<LeadershipClaim> answer) {
        answers.answers(S1, () -> {
            asked.countDown();
            while (true) {
                try {
                    answered.await();
                    return answer;
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        });
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("waited in vain");
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void answerThatTakesTooLongIsAFailureAndItsThreadIsInterrupted() throws Exception {
        hang(Optional.of(LeadershipClaim.self(S1, 7)));
        var polling = tracker.track(answers.everySecond());
        asked.await();
        until(() -> polling.polls() == 1); // that of s2

        answers.pass(SECOND.minus(NANO));
        assertThat(polling.failures()).isZero();
        answers.pass(NANO);
        assertThat(polling.failures()).isEqualTo(1);
        interrupted.await();

        until(() -> !answers.log.lines.isEmpty());
        assertThat(answers.log.lines)
                .containsExactly("WARNING tracker polled: server s1: cannot be polled: no answer within PT1S");
    }

    @Test
    void leaderThatDoesNotAnswerHasLost() throws Exception {
        answers.claims(S1, 7);
        var polling = tracker.track(answers.everySecond());
        until(() -> polling.polls() == 2 && answers.time.pending() == 2);
        hang(Optional.of(LeadershipClaim.self(S1, 7)));

        answers.pass(SECOND);
        asked.await();
        until(() -> polling.polls() == 3);
        answers.pass(SECOND.minus(NANO));
        assertThat(tracker.leader()).isPresent();
        answers.pass(NANO);

        assertThat(answers.history())
                .endsWith("2.000s s1 lost term 7 (\"cannot be polled:"
                        + " no answer within PT1S\") observed within 2.000s");
    }

    @Test
    void serverThatDoesNotAnswerIsAskedOnceAndTheOthersAsEver() throws Exception {
        hang(Optional.empty());
        var polling = tracker.track(answers.everySecond());
        asked.await();

        for (int looks = 1; looks < 20; looks++) {
            int before = looks;
            until(() -> answers.polls(S2) == before && polling.polls() - polling.failures() == before);
            until(() -> answers.time.pending() >= (before < 2 ? 2 : 1));
            answers.pass(SECOND);
        }

        assertThat(answers.polls(S1)).isEqualTo(1);
        assertThat(polling.failures()).isEqualTo(1);
    }

    @Test
    void answerThatComesTooLateIsNotHeard() throws Exception {
        hang(Optional.of(LeadershipClaim.self(S1, 7)));
        var polling = tracker.track(answers.everySecond());
        asked.await();
        answers.pass(SECOND);
        assertThat(polling.failures()).isEqualTo(1);

        answered.countDown();
        answers.claimsNothing(S1);
        until(() -> answers.time.pending() == 2); // both are to be asked again
        assertThat(tracker.history().events()).isEmpty();
        assertThat(polling.failures()).isEqualTo(1);
        answers.pass(SECOND.multipliedBy(2));

        until(() -> answers.polls(S1) == 2);
    }

    @Test
    void closeInterruptsWhoDoesNotAnswerAndLeavesNothing() throws Exception {
        var looks = new LinkedBlockingQueue<Thread>();
        var ended = new CountDownLatch(1);
        var real = Tracker.lenient("hanging");
        real.track(PolledLeadership.of(Map.of(S1, () -> {
            looks.add(Thread.currentThread());
            try {
                new CountDownLatch(1).await();
                return Optional.empty();
            } finally {
                ended.countDown();
            }
        })));
        var thread = looks.take();

        real.close();

        ended.await();
        thread.join();
        assertThat(looks).isEmpty();
    }

    @Test
    void untrackedServerIsInterruptedAndNotAskedAgain() throws Exception {
        hang(Optional.of(LeadershipClaim.self(S1, 7)));
        var polling = tracker.track(answers.everySecond());
        asked.await();
        until(() -> polling.polls() == 1); // that of s2

        tracker.untrack(S1);
        interrupted.await();
        answered.countDown();
        until(() -> answers.time.pending() == 1); // s2
        answers.pass(SECOND);

        until(() -> answers.polls(S2) == 2);
        assertThat(answers.polls(S1)).isEqualTo(1);
        assertThat(tracker.history().events()).isEmpty();
    }

    @Test
    void looksRunOnTheExecutorAndNotOnTheTimersThread() throws Exception {
        var threads = new LinkedBlockingQueue<String>();
        try (var real = Tracker.lenient("threads")) {
            real.track(PolledLeadership.of(Map.of(S1, () -> {
                        threads.add(Thread.currentThread().getName());
                        return Optional.empty();
                    }))
                    .withInterval(Duration.ofMillis(1)));

            for (int i = 0; i < 5; i++) {
                assertThat(threads.take()).isEqualTo("raft-election-worker");
            }
        }
    }
}
