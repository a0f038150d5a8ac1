package io.raftelection.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tracker forgets a cancelled copy of a future, even if the result is pending. */
final class CopiesTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Duration DAY = Duration.ofDays(1);

    private final ManualTime time = new ManualTime();
    private final Tracker tracker =
            Tracker.builder("x").timer(time).executor(Runnable::run).build();

    @AfterEach
    void close() {
        tracker.close();
    }

    @Test
    void copyThatIsDoneByItselfIsForgotten() throws Exception {
        var s1 = tracker.track(S1);
        var expectation = (Expectation) tracker.expect(S1, DAY);
        var kept = expectation.toCompletableFuture();
        for (int i = 0; i < 1_000; i++) {
            var copies = List.of(
                    expectation.toCompletableFuture(),
                    expectation.toCompletableFuture(),
                    expectation.toCompletableFuture(),
                    expectation.toCompletableFuture());
            copies.get(0).cancel(false);
            copies.get(1).completeExceptionally(new IllegalStateException("mine"));
            copies.get(2).orTimeout(1, TimeUnit.NANOSECONDS);
            assertThatThrownBy(copies.get(2)::get).hasCauseInstanceOf(TimeoutException.class);
            copies.get(3).obtrudeException(new IllegalStateException("mine"));
        }
        assertThat(expectation.pendingCopies()).isEqualTo(1);

        s1.acquired(1);

        assertThat(kept).isCompletedWithValue(expectation.done());
        assertThat(expectation.pendingCopies()).isZero();
    }

    @Test
    void copyOfALossThatIsCancelledIsForgotten() throws Exception {
        var s1 = tracker.track(S1);
        s1.acquired(1);
        var held = (HeldLeadership) tracker.leader().orElseThrow();
        var kept = held.lost().toCompletableFuture();
        for (int i = 0; i < 1_000; i++) {
            held.lost().toCompletableFuture().cancel(false);
        }
        assertThat(held.pendingCopies()).isEqualTo(1);
        assertThat(((CompletableFuture<?>) held.lost()).getNumberOfDependents()).isZero();

        s1.lost();

        assertThat(kept).isCompletedWithValue(held.awaitLost(DAY));
        assertThat(held.pendingCopies()).isZero();
    }

    @Test
    void waitForALossLeavesNothingAfterATimeoutAnInterruptOrAFailure() throws Exception {
        tracker.track(S1).acquired(1);
        var held = (HeldLeadership) tracker.leader().orElseThrow();
        for (int i = 0; i < 100; i++) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> held.awaitLost(DAY)).isInstanceOf(InterruptedException.class);
        }
        assertThat(held.pendingCopies()).isZero();
        assertThat(time.pending()).isZero();

        try (var real = Tracker.lenient("real")) {
            real.track(S1).acquired(1);
            var led = (HeldLeadership) real.leader().orElseThrow();
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> led.awaitLost(Duration.ofNanos(1)))
                        .isInstanceOf(LeadershipTimeoutException.class);
            }
            assertThat(led.pendingCopies()).isZero();
        }
    }

    @Test
    void callbackOfACopySeesTheFailureInACompletionException() {
        tracker.track(S1);
        var expectation = tracker.expect(S1, DAY);
        var before = expectation.toCompletableFuture().handle((leadership, failure) -> failure);
        time.advance(DAY);
        var after = expectation.toCompletableFuture().handle((leadership, failure) -> failure);

        for (var seen : List.of(before, after)) {
            assertThat(seen.join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(LeadershipTimeoutException.class);
        }
    }

    @Test
    void stageOfALossCannotBeCompleted() {
        var s1 = tracker.track(S1);
        s1.acquired(1);
        var stage = tracker.leader().orElseThrow().lost();
        var cast = (CompletableFuture<?>) stage;

        for (Runnable forge : List.<Runnable>of(
                () -> cast.complete(null),
                () -> cast.completeExceptionally(new IllegalStateException()),
                () -> cast.cancel(true),
                () -> cast.obtrudeValue(null),
                () -> cast.obtrudeException(new IllegalStateException()),
                () -> cast.completeAsync(() -> null),
                () -> cast.completeAsync(() -> null, Runnable::run),
                () -> cast.orTimeout(1, TimeUnit.DAYS),
                () -> cast.completeOnTimeout(null, 1, TimeUnit.DAYS))) {
            assertThatThrownBy(forge::run)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageStartingWith("stage: is shared");
        }
        var told = new ArrayList<Object>();
        var unused = stage.thenAccept(told::add);
        s1.lost();
        assertThat(told).hasSize(1);
    }
}
