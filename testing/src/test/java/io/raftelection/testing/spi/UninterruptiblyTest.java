package io.raftelection.testing.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests waits that an interrupt does not end. */
@Timeout(60)
final class UninterruptiblyTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @AfterEach
    void clearTheInterrupt() {
        Thread.interrupted();
    }

    @Test
    void waitGoesOnAfterAnInterruptAndTheThreadStaysInterrupted() {
        var open = new CountDownLatch(2);
        Thread.currentThread().interrupt();

        Uninterruptibly.await(() -> {
            open.countDown(); // at the first and at the second call
            open.await();
        });

        assertThat(open.getCount()).isZero();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void threadThatWasNotInterruptedIsNotInterruptedAfterwards() {
        Uninterruptibly.await(() -> {});

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void futureIsAwaitedAlsoIfItFails() {
        var future = new CompletableFuture<Void>();
        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)
                .execute(() -> future.completeExceptionally(new IllegalStateException("refused")));
        Thread.currentThread().interrupt();

        Uninterruptibly.await(future, LONG);

        assertThat(future).isCompletedExceptionally();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void futureThatIsLateIsGivenUp() {
        var never = new CompletableFuture<Void>();

        Uninterruptibly.await(never, Duration.ofMillis(1));

        assertThat(never).isNotDone();
    }
}
