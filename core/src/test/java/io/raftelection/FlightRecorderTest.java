package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static io.raftelection.TrackerFixture.S2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.PolledLeadership;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.AnnotationElement;
import jdk.jfr.Category;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.ValueDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a tracker records with the flight recorder, as the file of a recording has it. */
@Timeout(60)
final class FlightRecorderTest {
    private final TrackerFixture raft = TrackerFixture.lenient();

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
            Recorded.spin(Duration.ofMillis(20));
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

                assertThat(recorded.stopAtOne("Leadership").getBoolean("observed"))
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
}
