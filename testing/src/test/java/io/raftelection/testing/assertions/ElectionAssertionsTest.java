package io.raftelection.testing.assertions;

import static io.raftelection.testing.assertions.ElectionAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Leadership;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that each assertion passes when it should, and otherwise reports what it found. */
final class ElectionAssertionsTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    private final ManualTime time = new ManualTime();
    private final Tracker tracker = Tracker.builder("test")
            .timer(time)
            .clock(time)
            .executor(Runnable::run)
            .build();
    private final LeadershipSink s1 = tracker.track(S1);
    private final LeadershipSink s2 = tracker.track(S2);

    @AfterEach
    void close() {
        tracker.close();
    }

    private Leadership elected() {
        s1.acquired(4);
        return tracker.leader().orElseThrow();
    }

    @Test
    void leadershipIsHeldOrLost() {
        var leadership = elected();
        assertThat(leadership).isHeld().isOf(S1).inTerm(4);
        assertThatThrownBy(() -> assertThat(leadership).wasLost())
                .hasMessage("Expected the leadership of s1 in term 4 to be lost, but it is held");
        assertThatThrownBy(() -> assertThat(leadership).isOf(S2))
                .hasMessageContaining("Expected the leadership of s1 in term 4 to be of s2");
        assertThatThrownBy(() -> assertThat(leadership).inTerm(5))
                .hasMessageContaining("Expected the leadership of s1 in term 4 to be in term 5");

        s1.lost();

        assertThat(leadership).wasLost().wasLost(Cause.STEPPED_DOWN);
        assertThatThrownBy(() -> assertThat(leadership).isHeld())
                .hasMessage("Expected the leadership of s1 in term 4 to be held, but it was lost: stepped down");
        assertThatThrownBy(() -> assertThat(leadership).wasLost(Cause.CLOSED))
                .hasMessageContaining("Expected the leadership of s1 in term 4 to be lost: closed, but: stepped down");
    }

    @Test
    void trackerHasALeaderOrNone() {
        assertThat(tracker).hasNoLeader().hasNoAnomalies();
        assertThatThrownBy(() -> assertThat(tracker).hasLeader(S1))
                .hasMessageContaining("Expected s1 to lead, but nobody does");
        elected();
        assertThat(tracker).hasLeader(S1).inTerm(4).isHeld();
        assertThatThrownBy(() -> assertThat(tracker).hasLeader(S2))
                .hasMessageContaining("Expected s2 to lead, but s1 does, in term 4\n0.000s s1 acquired term 4");
        assertThatThrownBy(() -> assertThat(tracker).hasNoLeader())
                .hasMessageContaining("Expected nobody to lead, but s1 does, in term 4");
        s2.lost();
        assertThatThrownBy(() -> assertThat(tracker).hasNoAnomalies())
                .hasMessageContaining("Expected no anomalies, but")
                .hasMessageContaining("s2 lost");
    }

    @Test
    void historyIsSafeAndSaysWhoWasElected() {
        elected();
        s1.lost();
        s2.acquired(5);
        assertThat(tracker.history()).isSafe().hasElected(S1, S2);
        assertThatThrownBy(() -> assertThat(tracker.history()).hasElected(S2, S1))
                .hasMessageContaining("Expected [s2, s1] to be elected, but were [s1, s2]");
        s1.acquired(5);
        assertThatThrownBy(() -> assertThat(tracker.history()).isSafe())
                .hasMessageContaining("Expected Election Safety to hold, but")
                .hasMessageContaining("term 5");
    }
}
