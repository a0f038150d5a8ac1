package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.raftelection.spi.LeadershipSink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** If the user's executor drops a task in any way, no event is lost and none is delivered twice. */
@Timeout(60)
final class DroppedCallbackTest {
    private final LinkedBlockingQueue<Long> told = new LinkedBlockingQueue<>();
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

    /** Subscribes a listener that records the acquired terms. */
    private LeadershipSink listen(Tracker tracker) {
        tracker.subscribe(event -> {
            threads.add(Thread.currentThread());
            if (event instanceof LeadershipEvent.Acquired acquired) {
                told.add(acquired.term().orElseThrow());
            }
        });
        return tracker.track(S1);
    }

    private void assertToldOf(long... terms) throws InterruptedException {
        for (long term : terms) {
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(term);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void errorOfTheExecutorNeitherReachesTheEngineNorSilencesAnybody() throws Exception {
        var fails = new AtomicBoolean();
        Executor threadPerTask = task -> {
            if (fails.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            var thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        };
        try (var tracker = Tracker.builder("error")
                .logger(new Log())
                .executor(threadPerTask)
                .build()) {
            var s1 = listen(tracker);
            fails.set(true);
            assertThatCode(() -> s1.acquired(1)).doesNotThrowAnyException();
            assertToldOf(1);

            fails.set(false);
            s1.lost();
            var future = tracker.expect(S1, FIVE).toCompletableFuture();
            var callback = future.thenApply(Leadership::fencingToken);
            s1.acquired(2);

            assertToldOf(2);
            assertThat(callback.get(20, TimeUnit.SECONDS)).hasValue(2);
        }
    }

    @Test
    void poolThatDiscardedATaskIsOfferedItAgain() throws Exception {
        var busy = new CountDownLatch(1);
        var pool = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.MINUTES,
                new SynchronousQueue<>(),
                Executors.defaultThreadFactory(),
                new DiscardPolicy());
        try (var tracker = Tracker.builder("discard").executor(pool).build()) {
            var s1 = listen(tracker);
            var owner = new CompletableFuture<Thread>();
            pool.execute(() -> {
                owner.complete(Thread.currentThread());
                await(busy);
            });
            s1.acquired(1);
            busy.countDown();

            assertToldOf(1);
            s1.lost();
            s1.acquired(2);
            assertToldOf(2);
            assertThat(threads).containsOnly(owner.get());
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void poolThatWasShutDownWithATaskInItsQueueIsReplaced() throws Exception {
        var pool = Executors.newSingleThreadExecutor();
        try (var tracker =
                Tracker.builder("shut").logger(new Log()).executor(pool).build()) {
            var s1 = listen(tracker);
            pool.execute(() -> await(new CountDownLatch(1)));
            s1.acquired(1);
            assertThat(pool.shutdownNow()).hasSize(1);

            assertToldOf(1);
            s1.acquired(2);
            assertToldOf(2);
        }
    }

    @Test
    void executorThatIsBusyGetsItsTasksOnceAndInOrder() throws Exception {
        var pool = Executors.newSingleThreadExecutor();
        var busy = new CountDownLatch(1);
        try (var tracker = Tracker.builder("busy").executor(pool).build()) {
            var s1 = listen(tracker);
            pool.execute(() -> await(busy));
            s1.acquired(1);
            s1.acquired(2);
            assertThat(told.poll(1500, TimeUnit.MILLISECONDS)).isNull(); // it was offered again twice by now
            s1.acquired(3);
            busy.countDown();

            assertToldOf(1, 2, 3);
        } finally {
            pool.shutdown();
            assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void executorThatDropsEverythingIsReplacedWithinSeconds() throws Exception {
        var log = new Log();
        try (var tracker =
                Tracker.builder("drops").logger(log).executor(task -> {}).build()) {
            var s1 = listen(tracker);
            s1.acquired(1);
            s1.acquired(2);

            assertToldOf(1, 2);
            assertThat(log.lines)
                    .contains("WARNING tracker drops: its executor did not begin a callback within 10 s,"
                            + " which runs on a thread of the tracker");
        }
    }

    @Test
    void loggerThatThrowsSilencesNobody() throws Exception {
        var broken = new Log();
        broken.broken = true;
        try (var tracker = Tracker.builder("logger").logger(broken).build()) {
            var s1 = listen(tracker);
            tracker.subscribe(event -> {
                throw new IllegalStateException("listener");
            });
            s1.acquired(1);
            s1.lost();
            s1.lost(); // an anomaly, too
            s1.acquired(2);
            assertToldOf(1, 2);
        }
    }

    @Test
    void listenerHearsOfItsGapEvenIfTheLoggerThrows() throws Exception {
        var go = new CountDownLatch(1);
        var missed = new CompletableFuture<Long>();
        var broken = new Log();
        broken.broken = true;
        try (var tracker = Tracker.builder("gap").logger(broken).mailboxSize(1).build()) {
            var s1 = tracker.track(S1);
            tracker.subscribe(new LeadershipListener() {
                @Override
                public void on(LeadershipEvent event) {
                    await(go);
                }

                @Override
                public void missed(long events, List<Standing> standings) {
                    missed.complete(events);
                }
            });
            for (int term = 1; term <= 10; term++) {
                s1.acquired(term);
            }
            go.countDown();

            assertThat(missed.get(20, TimeUnit.SECONDS)).isPositive();
        }
    }

    @Test
    void interruptThatOneCallbackLeavesIsNotSeenByTheNext() throws Exception {
        try (var tracker = Tracker.lenient("interrupt")) {
            var s1 = tracker.track(S1);
            var future = tracker.expect(S1, FIVE);
            var go = new CountDownLatch(1);
            var first = future.toCompletableFuture().thenRun(() -> {
                await(go);
                Thread.currentThread().interrupt();
            });
            s1.acquired(1);
            var next = future.done()
                    .lost()
                    .thenApply(loss -> Thread.currentThread().isInterrupted());
            s1.lost(); // its callback waits behind the first one, for the same thread
            go.countDown();

            assertThat(next.toCompletableFuture().get(20, TimeUnit.SECONDS)).isFalse();
            assertThat(first).isCompleted();
        }
    }

    @Test
    void engineKeepsAnInterruptThatItHasWhereCallbacksRunOnItsThread() {
        try (var cluster = TrackerFixture.lenient()) {
            cluster.tracker.subscribe(event -> told.add(Thread.currentThread().isInterrupted() ? 1L : 0L));
            Thread.currentThread().interrupt();
            cluster.s1.acquired(1);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(told).containsExactly(0L);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
