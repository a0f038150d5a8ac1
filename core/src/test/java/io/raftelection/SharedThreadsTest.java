package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.spi.LeadershipSink;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands of trackers need few threads, and no tracker disturbs another. */
@Timeout(120)
final class SharedThreadsTest {

    private static List<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("raft-election-"))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void thousandsOfTrackersThatAllElectAtOnceNeedAHandfulOfThreads() throws Exception {
        for (var idle : ours()) { // of another test
            idle.join(20_000);
        }
        int trackers = 3_000;
        var all = new ArrayList<Tracker>();
        var sinks = new ArrayList<LeadershipSink>();
        var told = new CountDownLatch(trackers);
        var most = new AtomicInteger();
        for (int i = 0; i < trackers; i++) {
            var tracker = Tracker.lenient("g" + i);
            all.add(tracker);
            sinks.add(tracker.track(S1));
            tracker.subscribe(event -> {
                told.countDown();
                if (told.getCount() % 300 == 0) {
                    most.accumulateAndGet(ours().size(), Math::max);
                }
            });
            tracker.expect(S1, Duration.ofMinutes(5));
        }
        sinks.forEach(sink -> sink.acquired(1));
        await(told);
        all.forEach(Tracker::close);

        assertThat(most.get()).isBetween(1, 20);
    }

    @Test
    void listenersThatBlockDoNotHoldUpThoseOfOtherTrackers() {
        var go = new CountDownLatch(1);
        var told = new CountDownLatch(1);
        var all = new ArrayList<Tracker>();
        for (int i = 0; i < 20; i++) {
            var tracker = Tracker.lenient("blocked" + i);
            all.add(tracker);
            tracker.subscribe(event -> await(go));
            tracker.track(S1).acquired(1);
        }
        try (var tracker = Tracker.lenient("free")) {
            tracker.subscribe(event -> told.countDown());
            tracker.track(S1).acquired(1);
            await(told);
        }
        go.countDown();
        all.forEach(Tracker::close);
    }

    @Test
    void callbackOfADeadlineOnTheCallersThreadDelaysNoOtherDeadline() throws Exception {
        var go = new CountDownLatch(1);
        try (var inline = Tracker.builder("inline").executor(Runnable::run).build();
                var other = Tracker.lenient("other")) {
            inline.track(S1);
            other.track(S1);
            var callback = blockADeadlinesThread(inline, go);

            assertThatThrownBy(() -> other.expect(S1, Duration.ofMillis(1)).done())
                    .isInstanceOf(LeadershipTimeoutException.class);
            assertThat(callback).isNotDone();
            go.countDown();
        }
    }

    /**
     * Waits for a deadline whose callback blocks. If the deadline passes before the callback is attached, the callback
     * runs on the test's thread, which shows nothing. Then a deadline of twice the length follows.
     */
    private static CompletableFuture<?> blockADeadlinesThread(Tracker tracker, CountDownLatch go) throws Exception {
        var test = Thread.currentThread();
        for (long millis = 1; millis < 10_000; millis *= 2) {
            var runsElsewhere = new CompletableFuture<Boolean>();
            var callback = tracker.expect(S1, Duration.ofMillis(millis))
                    .toCompletableFuture()
                    .whenComplete((held, failure) -> {
                        runsElsewhere.complete(Thread.currentThread() != test);
                        if (Thread.currentThread() != test) {
                            await(go);
                        }
                    });
            if (runsElsewhere.get(60, TimeUnit.SECONDS)) {
                return callback;
            }
        }
        throw new AssertionError("every deadline passed before its callback was attached");
    }

    @Test
    void leadersTaskIsInterruptedWhateverTheExecutorDoes() throws Exception {
        var pool = Executors.newSingleThreadExecutor();
        var busy = new CountDownLatch(1);
        pool.execute(() -> await(busy));
        for (var builder : List.of(
                Tracker.builder("drops").executor(task -> {}),
                Tracker.builder("busy").executor(pool))) {
            try (var tracker = builder.build()) {
                var s1 = tracker.track(S1);
                s1.acquired(1);
                var leadership = tracker.leader().orElseThrow();
                var started = new CountDownLatch(1);
                var whole = runUntilInterrupted(leadership, started);
                await(started);
                s1.lost();

                assertThat(whole.get(5, TimeUnit.SECONDS)).isFalse();
            }
        }
        busy.countDown();
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private static CompletableFuture<Boolean> runUntilInterrupted(Leadership leadership, CountDownLatch started) {
        var whole = new CompletableFuture<Boolean>();
        ExecutorService leader = Executors.newSingleThreadExecutor();
        leader.execute(() -> {
            try {
                whole.complete(leadership.run(() -> {
                    started.countDown();
                    new CountDownLatch(1).await();
                }));
            } catch (Throwable e) {
                whole.completeExceptionally(e);
            }
        });
        leader.shutdown();
        return whole;
    }

    @Test
    void trackerThatWasNeverClosedKeepsNothingAlive() throws Exception {
        var told = new LinkedBlockingQueue<LeadershipEvent>();
        var abandoned = abandon(told);
        assertThat(told.poll(20, TimeUnit.SECONDS)).isNotNull();

        for (int i = 0; i < 100 && abandoned.get() != null; i++) {
            System.gc();
            told.poll(100, TimeUnit.MILLISECONDS); // the time that a thread takes to let go of its last task
        }
        assertThat(abandoned.get()).isNull();
    }

    /** Uses every feature of a tracker that involves the shared threads, then drops the tracker. */
    private static WeakReference<Tracker> abandon(LinkedBlockingQueue<LeadershipEvent> told) throws Exception {
        var pool = Executors.newSingleThreadExecutor();
        var tracker = Tracker.builder("abandoned").executor(pool).build();
        var s1 = tracker.track(S1);
        tracker.expect(S1, Duration.ofDays(1)).cancel();
        var expired = tracker.expect(S1, Duration.ofMillis(1));
        assertThatThrownBy(expired::done).isInstanceOf(LeadershipTimeoutException.class);
        assertThatThrownBy(() -> tracker.await(S1, Duration.ofMillis(1)))
                .isInstanceOf(LeadershipTimeoutException.class);
        var fulfilled = tracker.expect(S1, Duration.ofDays(1));
        tracker.subscribe(told::add);
        s1.acquired(1);
        var leadership = fulfilled.done();
        assertThatThrownBy(() -> leadership.awaitLost(Duration.ofMillis(1)))
                .isInstanceOf(LeadershipTimeoutException.class);
        s1.lost();
        leadership.awaitLost(FIVE);
        pool.shutdown();
        return new WeakReference<>(tracker);
    }
}
