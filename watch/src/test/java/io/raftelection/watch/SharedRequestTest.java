package io.raftelection.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that many callers share. */
@Timeout(60)
final class SharedRequestTest {
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final BlockingQueue<Thread> senders = new LinkedBlockingQueue<>();
    private final Semaphore answers = new Semaphore(0);

    /** Each request gets the number of requests before it, once the test permits the answer. */
    private final SharedRequest<Integer> requests = new SharedRequest<>(() -> {
        int number = sent.getAndIncrement();
        senders.add(Thread.currentThread());
        answers.acquire();
        return number;
    });

    @AfterEach
    void end() throws InterruptedException {
        for (var thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }

    /** Starts a caller, and returns when it waits for its answer. */
    private FutureTask<Integer> caller() {
        var task = new FutureTask<>(requests::get);
        var thread = new Thread(task);
        threads.add(thread);
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return task;
    }

    @Test
    void callersThatBeganDuringARequestShareTheNextOne() throws Exception {
        var first = caller();
        var later = new ArrayList<FutureTask<Integer>>();
        for (int i = 0; i < 5; i++) {
            later.add(caller());
        }
        answers.release(2);

        assertThat(first.get()).isZero();
        for (var answer : later) {
            assertThat(answer.get()).isEqualTo(1);
        }
        assertThat(sent).hasValue(2);
    }

    @Test
    void callerWhoseRequestIsInterruptedLeavesItToAnother() throws Exception {
        var first = caller();
        var others = List.of(caller(), caller());
        senders.take();
        answers.release();
        assertThat(first.get()).isZero();

        var interrupted = senders.take();
        interrupted.interrupt();
        var next = senders.take();
        answers.release();

        assertThat(next).isNotSameAs(interrupted);
        assertThat(others.get(threads.indexOf(next) - 1).get()).isEqualTo(2);
        assertThatThrownBy(() -> others.get(threads.indexOf(interrupted) - 1).get())
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void failureIsThatOfTheRequest() {
        var failing = new SharedRequest<Integer>(() -> {
            throw new IOException("connection refused");
        });
        var task = new FutureTask<>(failing::get);

        task.run();

        assertThatThrownBy(task::get).isInstanceOf(ExecutionException.class).hasMessageContaining("connection refused");
    }
}
