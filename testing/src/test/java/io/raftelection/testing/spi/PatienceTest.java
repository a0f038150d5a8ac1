package io.raftelection.testing.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what a limited wait does with each answer. */
@Timeout(60)
final class PatienceTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Patience LONG = new Patience(Duration.ofMinutes(10), Duration.ZERO);
    private static final Patience SHORT = new Patience(Duration.ofMillis(1), Duration.ZERO);

    @Test
    void conditionIsReadUntilItHolds() throws Exception {
        var reads = new AtomicInteger();

        assertThat(LONG.until(() -> reads.incrementAndGet() == 5)).isTrue();

        assertThat(reads).hasValue(5);
    }

    @Test
    void conditionThatDoesNotHoldInTimeIsReadAtLeastOnce() throws Exception {
        var reads = new AtomicInteger();

        assertThat(SHORT.until(() -> reads.incrementAndGet() < 0)).isFalse();

        assertThat(reads.get()).isPositive();
    }

    @Test
    void answerIsReturned() throws Exception {
        assertThat(LONG.answer(S1, CompletableFuture.completedFuture("yes"))).isEqualTo("yes");
    }

    @Test
    void refusalNamesTheServerAndItsWords() {
        var refusal = new IllegalStateException("no quorum");

        assertThatThrownBy(() -> LONG.answer(S1, CompletableFuture.failedFuture(refusal)))
                .isInstanceOf(IOException.class)
                .hasMessage("server s1: refuses: no quorum")
                .hasCause(refusal);
        assertThatThrownBy(() -> LONG.answer(S1, CompletableFuture.failedFuture(new IllegalStateException())))
                .hasMessage("server s1: refuses: java.lang.IllegalStateException");
    }

    @Test
    void lateAnswerNamesTheServerAndTheLimit() {
        assertThatThrownBy(() -> SHORT.answer(S1, new CompletableFuture<>()))
                .isInstanceOf(IOException.class)
                .hasMessage("server s1: does not answer within PT0.001S");
    }

    @Test
    void negativeTimeIsRefused() {
        var tooShort = Duration.ofMillis(-1);

        assertThatThrownBy(() -> new Patience(tooShort, Duration.ZERO))
                .hasMessage("limit: PT-0.001S, expected zero or more");
        assertThatThrownBy(() -> new Patience(Duration.ZERO, tooShort))
                .hasMessage("lookAgain: PT-0.001S, expected zero or more");
    }
}
