package io.raftelection;

import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static io.raftelection.TrackerFixture.S3;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Finding.Kind;
import io.raftelection.Finding.Statement;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.ManualTime;
import io.raftelection.spi.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a watchdog asks its servers, and whom it tells what it found. */
@Timeout(60)
final class WatchedServersTest {
    private final WatchdogFixture it = new WatchdogFixture();

    @AfterEach
    void close() {
        it.close();
    }

    @Test
    void findingGoesToTheLogAndToEachListener() throws Exception {
        List<Finding> first = Collections.synchronizedList(new ArrayList<>());
        List<Finding> second = Collections.synchronizedList(new ArrayList<>());
        it.watchdog.subscribe(finding -> {
            throw new IllegalStateException("thrown by a listener, as the test wants it");
        });
        var subscription = it.watchdog.subscribe(first::add);
        it.watchdog.subscribe(second::add);
        it.engineLeads(7);
        it.ask(2);
        subscription.close();
        it.engineFollows();
        it.raft.s1.acquired(7);
        it.ask(3);

        assertThat(first).extracting(Finding::kind).containsExactly(Kind.LOST);
        assertThat(second).extracting(Finding::kind).containsExactly(Kind.LOST, Kind.LATE, Kind.WRONG);
        assertThat(it.watchdog.findings()).isEqualTo(second);
        assertThat(it.raft.log.lines)
                .contains("WARNING tracker orders: watchdog: s1: lost report, for 1.000s to 2.000s: engine: leads"
                        + " term 7, reported: does not lead")
                .filteredOn(line -> line.contains("watchdog"))
                .hasSize(3);
        assertThat(it.watchdog).hasToString("watchdog of orders: 5 questions, 0 unanswered, 1 lost, 1 late, 1 wrong");
    }

    @Test
    void questionThatBlocksIsInterruptedAndDelaysNoOther() throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var free = new CountDownLatch(1);
        it.watchdog.watch(S2, () -> {
            begun.countDown();
            try {
                free.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                free.await(); // it does not end
            }
            return Optional.empty();
        });
        it.engineLeads(7);
        it.raft.pass(WatchdogFixture.SECOND);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        it.awaitQuestions(1); // of s1

        it.ask(4);

        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(it.watchdog.findings()).extracting(Finding::kind).containsExactly(Kind.LOST);
        free.countDown();
        it.awaitQuestions(6); // the answer came too late
        assertThat(it.watchdog.unanswered()).isEqualTo(1);
    }

    @Test
    void manyQuestionsThatBlockDelayNoOther() throws Exception {
        var free = new CountDownLatch(1);
        for (int i = 0; i < 20; i++) {
            var id = ServerId.of("blocked-" + i);
            it.raft.tracker.track(id);
            it.watchdog.watch(id, () -> {
                awaitUninterruptibly(free);
                return Optional.empty();
            });
        }
        try {
            it.ask(5);
        } finally {
            free.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                Thread.interrupted(); // an engine need not end because of it
            }
        }
    }

    @Test
    void answerAboutAnotherServerIsNone() throws Exception {
        it.watchdog.watch(S1, () -> Optional.of(LeadershipClaim.self(S2, 7)));
        it.ask(4);

        assertThat(it.findings()).isEmpty();
        assertThat(it.watchdog.unanswered()).isEqualTo(4);
    }

    @Test
    void laterProbeReplacesTheEarlierOne() throws Exception {
        var asked = new AtomicInteger();
        it.engineLeads(7);
        it.ask();
        it.watchdog.watch(S1, () -> {
            asked.incrementAndGet();
            return Optional.empty();
        });
        it.ask(3);

        assertThat(asked).hasValue(3);
        assertThat(it.findings()).isEmpty();
    }

    @Test
    void watchEndsWithItsSubscriptionItsServerItsTrackerAndItsWatchdog() throws Exception {
        LeadershipProbe leads = () -> Optional.of(LeadershipClaim.self(S2, 7));
        var watch = it.watchdog.watch(S2, leads);
        it.watchdog.watch(S3, () -> Optional.empty());
        it.raft.pass(WatchdogFixture.SECOND);
        it.awaitQuestions(3);
        watch.close();
        it.raft.pass(WatchdogFixture.SECOND);
        it.awaitQuestions(5);
        it.raft.tracker.untrack(S3);
        it.raft.pass(WatchdogFixture.SECOND);
        it.awaitQuestions(6);
        it.watchdog.close();
        it.raft.pass(WatchdogFixture.SECOND.multipliedBy(9));

        assertThat(it.watchdog.questions()).isEqualTo(6);
        assertThatThrownBy(() -> it.watchdog.watch(S1, leads))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("watchdog of orders: is closed");
        it.raft.close();
        assertThatThrownBy(() -> Watchdog.of(it.raft.tracker).watch(S1, leads))
                .isInstanceOf(TrackerClosedException.class);
    }

    @Test
    void watchThatIsClosedDuringItsQuestionAsksNoMore() throws Exception {
        var asked = new AtomicInteger();
        Subscription none = () -> {};
        var watch = new AtomicReference<>(none);
        var closed = new CountDownLatch(1);
        watch.set(it.watchdog.watch(S2, () -> {
            asked.incrementAndGet();
            requireNonNull(watch.get()).close();
            closed.countDown();
            return Optional.empty();
        }));
        it.ask();
        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        it.ask(3);

        assertThat(asked).hasValue(1);
    }

    @Test
    void timerThatFailsIsReplaced() throws Exception {
        var real = new Timer() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Cancellable schedule(Duration delay, Runnable task) {
                throw new IllegalStateException("broken");
            }
        };
        try (var tracker =
                        Tracker.builder("timed").timer(real).logger(new Log()).build();
                var watchdog = Watchdog.of(tracker, Duration.ofMillis(10))) {
            tracker.track(S1);
            var found = new CountDownLatch(1);
            watchdog.subscribe(finding -> found.countDown());
            watchdog.watch(S1, () -> Optional.of(LeadershipClaim.self(S1, 7)));

            assertThat(found.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void unknownServersAndIntervalsAreRefused() {
        assertThatThrownBy(() -> it.watchdog.watch(ServerId.of("s9"), Optional::empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("server s9: not tracked, expected one of s1, s2, s3");
        for (var interval :
                List.of(Duration.ZERO, Duration.ofMillis(9), Duration.ofDays(1).plusNanos(1))) {
            assertThatThrownBy(() -> Watchdog.of(it.raft.tracker, interval))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("interval: " + interval + ", expected 10 ms to a day");
        }
        assertThatThrownBy(() -> new Statement(false, OptionalLong.of(7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("term: 7, expected none without a leadership");
    }

    @Test
    void timerThatThrowsAfterItScheduledATaskDoesNotDoubleTheQuestions() throws Exception {
        var time = new ManualTime();
        var throwing = new Timer() {
            @Override
            public long nanoTime() {
                return time.nanoTime();
            }

            @Override
            public Cancellable schedule(Duration delay, Runnable task) {
                var unused = time.schedule(delay, task);
                throw new IllegalStateException("thrown by a timer that has scheduled the task");
            }
        };
        var asking = new AtomicInteger();
        var most = new AtomicInteger();
        try (var tracker =
                Tracker.builder("timed").timer(throwing).logger(new Log()).build()) {
            tracker.track(S1);
            var watchdog = Watchdog.of(tracker, Duration.ofMillis(10));
            watchdog.watch(S1, () -> {
                most.accumulateAndGet(asking.incrementAndGet(), Math::max);
                LockSupport.parkNanos(2_000_000);
                asking.decrementAndGet();
                return Optional.empty();
            });
            while (watchdog.questions() < 50) {
                time.advance(Duration.ofMillis(10)); // this timer runs the task, and so does the tracker's own
                Thread.onSpinWait();
            }

            assertThat(most).hasValue(1);
        }
    }

    @Test
    void questionThatNeverEndsIsCountedAsUnanswered() throws Exception {
        var begun = new CountDownLatch(1);
        var free = new CountDownLatch(1);
        it.watchdog.watch(S1, () -> {
            begun.countDown();
            awaitUninterruptibly(free);
            return Optional.empty();
        });
        it.raft.pass(WatchdogFixture.SECOND);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        it.raft.pass(Duration.ofSeconds(2));

        assertThat(it.watchdog.questions()).isZero();
        assertThat(it.watchdog.unanswered()).isEqualTo(1);
        free.countDown();
    }
}
