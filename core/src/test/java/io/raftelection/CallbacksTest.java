package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The threads of callbacks, the log, and the end of the threads. */
final class CallbacksTest {
    private final Log log = new Log();

    @Test
    void callbacksRunOnTheExecutorAndInTheOrderOfTheirCauses() throws Exception {
        var queued = new ConcurrentLinkedQueue<Runnable>(); // a slow machine may offer one twice
        var told = new ArrayList<String>();
        try (var cluster = TrackerFixture.lenient(queued::add)) {
            var future = cluster.tracker.expect(S1, FIVE);
            var both = future.toCompletableFuture()
                    .thenAccept(held -> told.add("acquired"))
                    .thenRun(() -> told.add("and then"));
            cluster.s1.acquired(1);
            var lost = future.done().lost().thenAccept(loss -> told.add("lost"));
            cluster.s1.lost();

            assertThat(told).isEmpty();
            runAll(queued);

            assertThat(told).containsExactly("acquired", "and then", "lost");
            assertThat(CompletableFuture.allOf(both, lost.toCompletableFuture()))
                    .isCompleted();
        }
    }

    @Test
    void engineIsNotHeldUpByACallbackThatBlocks() throws Exception {
        var go = new CountDownLatch(1);
        var entered = new CountDownLatch(1);
        try (var tracker = Tracker.lenient("blocked")) {
            var s1 = tracker.track(S1);
            var future = tracker.expect(S1, FIVE);
            var blocked = future.toCompletableFuture().thenRun(() -> {
                entered.countDown();
                await(go);
            });
            s1.acquired(1);
            await(entered);

            s1.lost();
            s1.acquired(2);
            assertThat(future.done().isHeld()).isFalse();
            assertThat(tracker.awaitLeader(FIVE).term()).hasValue(2);

            go.countDown();
            blocked.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void callbackThatTheExecutorRejectsRunsAllTheSame() throws Exception {
        try (var tracker = Tracker.builder("rejecting")
                .logger(log)
                .executor(task -> {
                    throw new RejectedExecutionException("shut down");
                })
                .build()) {
            var s1 = tracker.track(S1);
            var future = tracker.expect(S1, FIVE).toCompletableFuture();
            s1.acquired(1);

            assertThat(future.get(10, TimeUnit.SECONDS)).hasToString("s1 leads term 1");
            assertThat(log.lines)
                    .containsExactly("WARNING tracker rejecting: its executor refused a callback,"
                            + " which runs on a thread of the tracker: shut down");
        }
    }

    @Test
    void whatACallbackThrowsIsLogged() {
        try (var tracker =
                Tracker.builder("orders").logger(log).executor(Runnable::run).build()) {
            tracker.subscribe(event -> {
                throw new IllegalStateException("listener");
            });
            tracker.track(S1).acquired(1);
        }

        assertThat(log.lines).first().isEqualTo("WARNING tracker orders: a callback threw: listener");
    }

    @Test
    void anomalyIsAWarningOnlyWhereNobodyListens() {
        try (var tracker =
                Tracker.builder("orders").logger(log).executor(Runnable::run).build()) {
            var s1 = tracker.track(S1);
            s1.lost("unheard");
            tracker.subscribe(event -> {});
            s1.lost("heard");
        }

        assertThat(log.lines)
                .singleElement()
                .asString()
                .endsWith(" s1 lost (\"unheard\") !spurious-loss: it did not lead");
    }

    @Test
    void everyEventIsADebugLineWhereThatIsOn() {
        log.debug = true;
        try (var tracker =
                Tracker.builder("orders").logger(log).executor(Runnable::run).build()) {
            tracker.track(S1).acquired(1);
        }

        assertThat(log.lines)
                .hasSize(2)
                .first()
                .asString()
                .matches("DEBUG tracker orders: \\d+\\.\\d{3}s s1 acquired term 1");
    }

    @Test
    void noThreadIsLeftAfterClose() throws Exception {
        for (int round = 0; round < 3; round++) {
            var tracker = Tracker.lenient("leak");
            var s1 = tracker.track(S1);
            var queue = new LinkedBlockingQueue<Boolean>();
            tracker.track(ServerId.of("s2"), queue);
            tracker.subscribe(event -> {});
            var future = tracker.expect(S1, FIVE).toCompletableFuture();
            s1.acquired(1);
            future.get(10, TimeUnit.SECONDS);
            assertThat(ours()).isNotEmpty().allMatch(Thread::isDaemon);

            tracker.close();

            for (var thread : ours()) {
                thread.join(10_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    private static List<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("raft-election-"))
                .toList();
    }

    private static void runAll(Queue<Runnable> queued) {
        for (var task = queued.poll(); task != null; task = queued.poll()) {
            task.run();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
