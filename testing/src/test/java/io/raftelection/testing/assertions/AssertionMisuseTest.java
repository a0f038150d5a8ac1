package io.raftelection.testing.assertions;

import static io.raftelection.testing.assertions.ElectionAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Loss;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.ManualTime;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tests that a failed assertion stays readable after a long test, and that null is named. */
@SuppressWarnings("NullAway") // null is what some of it is about
final class AssertionMisuseTest {
    private static final ServerId S1 = ServerId.of("s1");

    @Test
    void failureListsTheLatestEventsAndTheFirstAnomalies() {
        var time = new ManualTime();
        try (var tracker = Tracker.builder("x")
                .strict(true)
                .timer(time)
                .executor(Runnable::run)
                .build()) {
            var s1 = tracker.track(S1);
            for (int term = 1; term <= 300; term++) {
                s1.acquired(term);
                s1.lost();
            }

            assertThatThrownBy(() -> assertThat(tracker).hasNoAnomalies())
                    .hasMessageContaining(
                            " and 280 more]\n(500 earlier events)\n0.000s s1 acquired term 251 !unexpected\n")
                    .hasMessageEndingWith("0.000s s1 lost term 300 (stepped down)")
                    .message()
                    .hasLineCount(103);
            assertThatThrownBy(() -> assertThat(tracker.history()).hasElected(S1))
                    .hasMessageContaining(" and 280 more]\n(500 earlier events)\n");
        }
    }

    @Test
    void nullIsNamed() {
        try (var tracker = Tracker.lenient("x")) {
            var history = tracker.history();
            tracker.track(S1).acquired(1);
            var leadership = tracker.leader().orElseThrow();
            tracker.untrack(S1);

            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> assertThat(tracker).hasLeader(null),
                    () -> assertThat(leadership).isOf(null),
                    () -> assertThat(history).hasElected(S1, null))) {
                assertThatThrownBy(call)
                        .isInstanceOf(NullPointerException.class)
                        .hasMessage("server: is null");
            }
            assertThatThrownBy(() -> assertThat(history).hasElected((ServerId[]) null))
                    .hasMessage("servers: is null");
            assertThatThrownBy(() -> assertThat(leadership).wasLost((Loss.Cause) null))
                    .hasMessage("cause: is null");
        }
    }
}
