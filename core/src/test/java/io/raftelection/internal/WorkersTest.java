package io.raftelection.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool has few threads unless they block, and none when it is idle. */
@Timeout(60)
final class WorkersTest {
    private final String name = "raft-election-workers " + System.identityHashCode(this);
    private final SystemTimer timer = new SystemTimer("raft-election-timer of " + name);

    private List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tasksRunInTheirOrderOnNoMoreThreadsThanUsual() {
        var workers = new Workers(name, 1, 10, timer);
        var ran = Collections.synchronizedList(new ArrayList<Integer>());
        var done = new CountDownLatch(1_000);
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            workers.execute(() -> {
                ran.add(number);
                done.countDown();
            });
        }
        await(done);

        assertThat(ran).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
        assertThat(threads()).hasSize(1);
    }

    @Test
    void blockedTasksCostAThreadEachAndTheOthersGoOn() {
        var workers = new Workers(name, 2, 10, timer);
        var go = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            workers.execute(() -> await(go));
        }
        workers.execute(done::countDown);

        await(done);
        assertThat(threads()).hasSizeBetween(6, 7);
        go.countDown();
    }

    @Test
    void thereAreNeverMoreThreadsThanTheLimitAndNothingIsLost() {
        var workers = new Workers(name, 1, 3, timer);
        var go = new CountDownLatch(1);
        var blocked = new CountDownLatch(3);
        var done = new CountDownLatch(7);
        for (int i = 0; i < 7; i++) {
            workers.execute(() -> {
                blocked.countDown();
                await(go);
                done.countDown();
            });
        }
        await(blocked);
        assertThat(threads()).hasSize(3);

        go.countDown();
        await(done);
        assertThat(threads()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void idleThreadsEndAndOthersStartWhenThereIsWork() throws Exception {
        var workers = new Workers(name, 4, 4, timer);
        for (int round = 0; round < 2; round++) {
            var ran = new LinkedBlockingQueue<Thread>();
            workers.execute(() -> ran.add(Thread.currentThread()));
            var thread = ran.poll(20, TimeUnit.SECONDS);

            assertThat(thread).isNotNull();
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void threadSurvivesATaskThatThrowsAndKeepsNoInterrupt() {
        var workers = new Workers(name, 1, 1, timer);
        var seen = Collections.synchronizedList(new ArrayList<Boolean>());
        var done = new CountDownLatch(1);
        workers.execute(() -> {
            Thread.currentThread().interrupt();
            throw new StackOverflowError("a task");
        });
        workers.execute(() -> {
            seen.add(Thread.currentThread().isInterrupted());
            done.countDown();
        });
        await(done);

        assertThat(seen).containsExactly(false);
    }
}
