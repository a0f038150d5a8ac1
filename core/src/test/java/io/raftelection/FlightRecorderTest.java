package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.PolledLeadership;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.AnnotationElement;
import jdk.jfr.Category;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a tracker records with the flight recorder, as the file of a recording has it. */
@Timeout(60)
final class FlightRecorderTest {
    private final TrackerFixture raft = TrackerFixture.lenient();

    @Test
    void leadershipHasItsOwnDuration() {
        try (var recorded = Recorded.started()) {
            long before = System.nanoTime();
            raft.s1.acquired(7);
            long acquired = System.nanoTime();
            spin(Duration.ofMillis(30));
            long losing = System.nanoTime();
            raft.s1.lost("the engine's words");
            long lost = System.nanoTime();

            var event = single(recorded.stop("Leadership"));

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

            var event = single(recorded.stop("Leadership"));

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
            spin(Duration.ofMillis(20));
            assertThat(first.stop("Leadership")).isEmpty();
        }
        try (var second = Recorded.started()) {
            raft.s1.lost();

            var event = single(second.stop("Leadership"));

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

    @Test
    void viewsNameTheLeaderOrNone() {
        try (var recorded = Recorded.started()) {
            raft.s2.follows(S1, 7);
            raft.s2.followsNobody(8);
            raft.s2.follows(S1, 3); // stale, and no change
            raft.s2.detached();
            raft.s1.acquired();

            assertThat(recorded.stop("View"))
                    .extracting(
                            event -> event.getString("server"),
                            event -> event.getString("leader"),
                            event -> event.getLong("term"),
                            event -> event.getBoolean("known"))
                    .containsExactly(
                            tuple("s2", "s1", 7L, true),
                            tuple("s2", null, 8L, true),
                            tuple("s2", null, -1L, false),
                            tuple("s1", "s1", -1L, true));
        }
    }

    @Test
    void anomaliesHaveTheirKindAndDetail() {
        try (var recorded = Recorded.started()) {
            raft.s1.acquired(7);
            raft.s1.acquired(7);
            raft.s2.acquired(7);
            raft.s3.lost();

            assertThat(recorded.stop("Anomaly"))
                    .extracting(
                            event -> event.getString("server"),
                            event -> event.getLong("term"),
                            event -> event.getString("kind"),
                            event -> event.getString("detail"))
                    .containsExactly(
                            tuple("s1", 7L, "DUPLICATE", "it leads already"),
                            tuple("s2", 7L, "SPLIT_TERM", "s1 acquired it too"),
                            tuple("s3", -1L, "SPURIOUS_LOSS", "it did not lead"));
        }
    }

    @Test
    void expectationsHaveTheirOutcome() throws InterruptedException {
        try (var recorded = Recorded.started()) {
            long before = System.nanoTime();
            raft.tracker.expectAny(List.of(S1, S2), FIVE);
            spin(Duration.ofMillis(20));
            raft.s1.acquired(7);
            long after = System.nanoTime();
            raft.s1.lost();
            raft.tracker.expect(S2, Duration.ofMillis(1));
            raft.pass(FIVE);
            raft.tracker.expect(S2, FIVE).cancel();
            raft.s3.acquired(8);
            raft.tracker.await(TrackerFixture.S3, FIVE); // waits without an expectation
            raft.tracker.expect(S1, FIVE);
            raft.close();

            var events = recorded.stop("Expectation");

            assertThat(events)
                    .extracting(
                            event -> event.getString("servers"),
                            event -> event.getString("outcome"),
                            event -> event.getString("leader"),
                            event -> event.getLong("term"),
                            event -> event.getDuration("timeout"))
                    .containsExactly(
                            tuple("s1, s2", "FULFILLED", "s1", 7L, FIVE),
                            tuple("s2", "TIMED_OUT", null, -1L, Duration.ofMillis(1)),
                            tuple("s2", "CANCELLED", null, -1L, FIVE),
                            tuple("s1", "CLOSED", null, -1L, FIVE));
            assertThat(events.get(0).getDuration())
                    .isBetween(Duration.ofMillis(20), Duration.ofNanos(after - before + 1_000_000));
        }
    }

    @Test
    void polledLeadershipIsObserved() {
        var leads = new AtomicBoolean();
        try (var tracker = Tracker.builder("polled")
                .timer(raft.time)
                .executor(Runnable::run)
                .build()) {
            tracker.track(PolledLeadership.of(
                            Map.of(S1, () -> leads.get() ? Optional.of(LeadershipClaim.self(S1, 3)) : Optional.empty()))
                    .withJitter(Duration.ZERO));
            try (var recorded = Recorded.started()) {
                leads.set(true);
                raft.pass(Duration.ofSeconds(1));
                leads.set(false);
                raft.pass(Duration.ofSeconds(1));

                assertThat(single(recorded.stop("Leadership")).getBoolean("observed"))
                        .isTrue();
            }
        }
    }

    @Test
    void kindThatIsDisabledIsNotRecorded() {
        try (var recorded = Recorded.started("View", "Leadership")) {
            raft.s1.acquired(1);
            raft.s1.acquired(1);
            raft.s1.lost();

            assertThat(recorded.stop())
                    .extracting(event -> event.getEventType().getName())
                    .containsExactly("io.raftelection.Anomaly");
        }
    }

    @Test
    void eachEventAndFieldHasALabel() {
        try (var recorded = Recorded.started()) {
            raft.tracker.expect(S1, FIVE).cancel();
            raft.s1.acquired(1);
            recorded.stop();
        }
        var types = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .filter(type -> type.getName().startsWith("io.raftelection."))
                .toList();

        assertThat(types)
                .extracting(EventType::getName)
                .containsExactlyInAnyOrder(
                        "io.raftelection.Leadership",
                        "io.raftelection.Anomaly",
                        "io.raftelection.Expectation",
                        "io.raftelection.View");
        for (var type : types) {
            assertThat(type.getCategoryNames()).containsExactly("Raft Election");
            assertThat(type.getAnnotation(Category.class)).isNotNull();
            assertThat(type.getDescription()).as(type.getName()).isNotBlank();
            assertThat(type.getFields()).extracting(ValueDescriptor::getLabel).doesNotContainNull();
            assertThat(type.getAnnotationElements())
                    .extracting(AnnotationElement::getTypeName)
                    .contains("jdk.jfr.Description");
        }
    }

    private static RecordedEvent single(List<RecordedEvent> events) {
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    /** Lets time pass that the recorder measures. */
    private static void spin(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }
}
