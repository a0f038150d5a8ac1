package io.raftelection;

import static io.raftelection.TrackerFixture.S2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a tracker records of leaderships with the flight recorder, as the file of a recording has it. */
@Timeout(60)
final class FlightRecorderLeadershipTest {
    private final TrackerFixture raft = TrackerFixture.lenient();

    @Test
    void leadershipHasItsOwnDuration() {
        try (var recorded = Recorded.started()) {
            long before = System.nanoTime();
            raft.s1.acquired(7);
            long acquired = System.nanoTime();
            Recorded.spin(Duration.ofMillis(30));
            long losing = System.nanoTime();
            raft.s1.lost("the engine's words");
            long lost = System.nanoTime();

            var event = recorded.stopAtOne("Leadership");

            assertThat(event.getDuration().toNanos())
                    .isBetween(losing - acquired - 1_000_000, lost - before + 1_000_000);
            assertThat(event.getStartTime()).isBefore(Instant.now());
            assertThat(event.getString("tracker")).isEqualTo("orders");
            assertThat(event.getString("server")).isEqualTo("s1");
            assertThat(event.getLong("term")).isEqualTo(7);
            assertThat(event.getLong("tenure")).isEqualTo(1);
            assertThat(event.getString("cause")).isEqualTo("ENGINE_REASON");
            assertThat(event.getString("reason")).isEqualTo("the engine's words");
            assertThat(event.getBoolean("recordedFromStart")).isTrue();
            assertThat(event.getBoolean("observed")).isFalse();
            assertThat(event.getStackTrace()).isNull();
        }
    }

    @Test
    void leadershipHasTheTrackersTimes() {
        try (var recorded = Recorded.started()) {
            raft.pass(Duration.ofSeconds(2));
            raft.s1.acquired(1);
            raft.pass(Duration.ofMillis(120));
            raft.s1.ready();
            raft.pass(Duration.ofSeconds(30));
            raft.s1.lost();
            raft.s2.acquired(2);
            raft.s2.lost();

            var events = recorded.stop("Leadership");

            assertThat(events)
                    .extracting(event -> event.getDuration("ledFor"), event -> event.getDuration("untilReady"))
                    .containsExactly(
                            tuple(Duration.ofMillis(30_120), Duration.ofMillis(120)),
                            tuple(Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE)));
            assertThat(events.get(0).getInstant("acquired")).isEqualTo(raft.tracker.instant(Duration.ofSeconds(2)));
        }
    }

    @Test
    void leadershipThatBeganBeforeTheRecordingSaysSo() {
        raft.s1.acquired(1);
        raft.pass(Duration.ofSeconds(9));
        try (var recorded = Recorded.started()) {
            raft.pass(Duration.ofSeconds(1));
            raft.s1.lost();

            var event = recorded.stopAtOne("Leadership");

            assertThat(event.getBoolean("recordedFromStart")).isFalse();
            assertThat(event.getDuration()).isZero();
            assertThat(event.getDuration("ledFor")).isEqualTo(Duration.ofSeconds(10));
            assertThat(event.getInstant("acquired")).isEqualTo(raft.tracker.instant(Duration.ZERO));
        }
    }

    @Test
    void leadershipThatSpansARecordingAndTheNextKeepsItsStart() {
        long before = System.nanoTime();
        try (var first = Recorded.started()) {
            raft.s1.acquired(1);
            Recorded.spin(Duration.ofMillis(20));
            assertThat(first.stop("Leadership")).isEmpty();
        }
        try (var second = Recorded.started()) {
            raft.s1.lost();

            var event = second.stopAtOne("Leadership");

            assertThat(event.getBoolean("recordedFromStart")).isTrue();
            assertThat(event.getDuration())
                    .isBetween(Duration.ofMillis(20), Duration.ofNanos(System.nanoTime() - before));
        }
    }

    @Test
    void leadershipThatIsLostBetweenTwoRecordingsIsInNeither() {
        try (var first = Recorded.started()) {
            raft.s1.acquired(1);
            assertThat(first.stop("Leadership")).isEmpty();
        }
        raft.s1.lost();
        try (var second = Recorded.started()) {
            raft.s1.acquired(2);
            raft.s1.lost();

            assertThat(second.stop("Leadership"))
                    .extracting(event -> event.getLong("term"))
                    .containsExactly(2L);
        }
    }

    @Test
    void leadershipThatIsHeldAtTheEndIsAViewOnlyUntilTheTrackerIsClosed() {
        try (var recorded = Recorded.started()) {
            raft.s1.acquired(1);
            raft.s2.acquired(2);
            raft.s1.lost();
            raft.tracker.untrack(S2);
            raft.s3.acquired(3);
            raft.close();

            var events = recorded.stop();

            assertThat(events)
                    .extracting(
                            event -> event.getEventType().getLabel(),
                            event -> event.getString("server"),
                            event -> event.hasField("cause") ? event.getString("cause") : "")
                    .containsExactly(
                            tuple("View", "s1", ""),
                            tuple("View", "s2", ""),
                            tuple("Leadership", "s1", "SUPERSEDED"),
                            tuple("Leadership", "s2", "CLOSED"),
                            tuple("View", "s3", ""),
                            tuple("Leadership", "s3", "CLOSED"));
        }
    }

    @Test
    void laterTermThatReplacesALeadershipEndsIt() {
        try (var recorded = Recorded.started()) {
            raft.s1.acquired(1);
            raft.s1.acquired(2);
            raft.s1.follows(S2, 3);

            assertThat(recorded.stop("Leadership"))
                    .extracting(event -> event.getLong("term"), event -> event.getString("cause"))
                    .containsExactly(tuple(1L, "MISSED"), tuple(2L, "MISSED"));
        }
    }
}
