package io.raftelection.microraft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import io.raftelection.testing.ElectionControl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The flight recorder has the events of a real cluster's tracker. */
@Timeout(120)
final class FlightRecorderTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");

    /** By how much the recorder's clock may be read later than the tracker's: a pause of a busy machine. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    @Test
    void fileHasTheLeadershipsViewsAndExpectationsOfTheTracker() throws Exception {
        var file = directory.resolve("run.jfr");
        try (var recording = new Recording();
                var control = ElectionControl.start(new MicroRaftEngine(), 3)) {
            control.elect(S1); // before the recording
            int before = control.tracker().history().events().size();
            recording.start();
            control.transfer(S2);
            control.kill(S2);
            control.elect(S3);
            control.restart(S2);
            control.close();
            recording.stop();
            recording.dump(file);

            var recorded = RecordingFile.readAllEvents(file);
            var events = control.tracker().history().events();
            var later = events.subList(before, events.size());
            assertThat(of(recorded, "Leadership"))
                    .extracting(FlightRecorderTest::leadership)
                    .containsExactlyInAnyOrderElementsOf(texts(later, FlightRecorderTest::leadership));
            assertThat(of(recorded, "View"))
                    .extracting(FlightRecorderTest::view)
                    .containsExactlyInAnyOrderElementsOf(texts(later, FlightRecorderTest::view));
            assertThat(of(recorded, "Anomaly")).isEmpty();
            assertThat(of(recorded, "Leadership"))
                    .filteredOn(event -> !event.getBoolean("recordedFromStart"))
                    .extracting(event -> event.getString("server"))
                    .containsExactly("s1");
            assertThat(of(recorded, "Leadership"))
                    .filteredOn(event -> event.getBoolean("recordedFromStart"))
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(event.getDuration()).isCloseTo(event.getDuration("ledFor"), PAUSE));
        }
    }

    @Test
    void streamShowsALeadershipWhenItHasEnded() throws Exception {
        BlockingQueue<RecordedEvent> received = new LinkedBlockingQueue<>();
        try (var stream = new RecordingStream();
                var control = ElectionControl.start(new MicroRaftEngine(), 3)) {
            stream.onEvent("io.raftelection.Leadership", received::add);
            stream.setReuse(false);
            stream.startAsync();
            var term = control.elect(S1);
            control.kill(S1);

            var event = received.poll(60, TimeUnit.SECONDS);

            assertThat(event).isNotNull();
            assertThat(event.getString("server")).isEqualTo("s1");
            assertThat(event.getLong("term")).isEqualTo(term.leadership().term().orElseThrow());
            assertThat(event.getDuration("untilReady")).isPositive();
        }
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("io.raftelection." + name))
                .toList();
    }

    private static List<String> texts(List<LeadershipEvent> events, Function<LeadershipEvent, Optional<String>> words) {
        return events.stream()
                .filter(LeadershipEvent::isChange)
                .flatMap(event -> words.apply(event).stream())
                .toList();
    }

    private static String leadership(RecordedEvent event) {
        return event.getString("server") + " led term " + event.getLong("term") + ", tenure " + event.getLong("tenure")
                + ", " + event.getString("cause") + " " + event.getString("reason");
    }

    private static Optional<String> leadership(LeadershipEvent event) {
        return event instanceof Lost lost
                ? Optional.of(lost.server() + " led term " + lost.term().orElse(-1) + ", tenure "
                        + lost.tenure().orElse(-1) + ", " + lost.cause().name() + " " + lost.reason())
                : Optional.empty();
    }

    private static String view(RecordedEvent event) {
        return event.getString("server") + " sees " + event.getString("leader") + " in term " + event.getLong("term");
    }

    private static Optional<String> view(LeadershipEvent event) {
        var words = " sees %s in term " + event.term().orElse(-1);
        if (event instanceof Acquired acquired) {
            return Optional.of(acquired.server() + String.format(words, acquired.server()));
        }
        return event instanceof Follows follows
                ? Optional.of(follows.server()
                        + String.format(
                                words, follows.leader().map(ServerId::value).orElse(null)))
                : Optional.empty();
    }
}
