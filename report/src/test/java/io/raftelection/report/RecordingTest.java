package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.History;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.ManualTime;
import io.raftelection.spi.PolledLeadership;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that readers return what recorders wrote. */
final class RecordingTest {
    private static final String HEADER = "{\"format\":\"raft-election\",\"version\":1}\n";

    @TempDir
    Path folder;

    @Test
    void recordingHoldsTheEventsOfTheTracker() throws IOException {
        var file = folder.resolve("run.jsonl");
        var tracker = Tracker.strict("orders");
        var s1 = tracker.track(ServerId.of("s1"));
        var s2 = tracker.track(ServerId.of("name with \"quotes\""));

        try (var recorder = Recorder.record(tracker, file)) {
            s1.acquired(7);
            s2.acquired(8);
            s1.lost("went \"away\"\nfor good");
            s1.lost();
            s2.acquired();
            tracker.close();
        }

        var read = Recording.read(file);
        var history = tracker.history();
        assertThat(read.events()).isEqualTo(history.events());
        assertThat(read.cluster()).isEqualTo("orders");
        assertThat(read.startedAt()).isEqualTo(history.startedAt());
        assertThat(read.dropped()).isZero();
        assertThat(read.summary().tenures()).isEqualTo(history.summary().tenures());
    }

    @Test
    void eventsAfterAClockStepAreRecordedWithTheirWallClockTime() throws IOException {
        var file = folder.resolve("step.jsonl");
        var time = new ManualTime();
        var offset = new Duration[] {Duration.ZERO};
        var tracker = Tracker.builder("orders")
                .timer(time)
                .clock(() -> time.instant().plus(offset[0]))
                .executor(Runnable::run)
                .build();
        var s1 = tracker.track(ServerId.of("s1"));

        try (var recorder = Recorder.record(tracker, file)) {
            time.advance(Duration.ofSeconds(1));
            s1.acquired(7);
            offset[0] = Duration.ofHours(1);
            time.advance(Duration.ofSeconds(1));
            s1.lost();
            tracker.close();
        }

        var read = Recording.read(file);
        assertThat(read.events()).isEqualTo(tracker.history().events());
        assertThat(read.instant(Duration.ofSeconds(1))).isEqualTo(Instant.EPOCH.plusSeconds(1));
        assertThat(read.instant(Duration.ofSeconds(2))).isEqualTo(Instant.EPOCH.plusSeconds(3_602));
        assertThat(Files.readAllLines(file).stream().filter(line -> line.contains("\"time\"")))
                .hasSize(1);
        Recording.write(read, file);
        assertThat(Recording.read(file)).isEqualTo(read);
    }

    @Test
    void writtenHistoryEqualsItsRecording() throws IOException {
        var tracker = Tracker.builder("orders").historySize(2).build();
        var s1 = tracker.track(ServerId.of("s1"));
        s1.acquired(7);
        s1.lost("went away");
        s1.acquired(8);
        tracker.close();
        var history = tracker.history();

        Recording.write(history, folder.resolve("run.jsonl"));

        assertThat(history.dropped()).isEqualTo(2);
        assertThat(Recording.read(folder.resolve("run.jsonl"))).isEqualTo(history);
    }

    @Test
    void observedEventsAreRecordedAsObserved() throws IOException {
        var file = folder.resolve("observed.jsonl");
        var time = new ManualTime();
        var tracker = Tracker.builder("polled")
                .timer(time)
                .clock(time)
                .executor(Runnable::run)
                .build();
        var leads = new AtomicBoolean();
        var s1 = ServerId.of("s1");
        time.advance(Duration.ofNanos(1_234_567));

        try (var recorder = Recorder.record(tracker, file)) {
            tracker.track(ServerId.of("notified")).acquired(6);
            tracker.track(PolledLeadership.of(Map.of(
                            s1, () -> Optional.of(LeadershipClaim.self(s1, 7)).filter(claim -> leads.get())))
                    .withJitter(Duration.ZERO));
            leads.set(true);
            time.advance(Duration.ofMillis(500));
            leads.set(false);
            time.advance(Duration.ofMillis(500));
            tracker.close();
        }

        var read = Recording.read(file);
        assertThat(read.events()).isEqualTo(tracker.history().events());
        assertThat(read).hasToString("""
                0.001s notified acquired term 6
                0.501s s1 acquired term 7 observed within 0.500s
                1.001s s1 lost term 7 (stepped down) observed within 0.500s
                1.001s notified lost term 6 (closed)""");
        assertThat(Files.readString(file)).contains("\"tenure\":2,\"uncertainty\":0.500000000}");
    }

    @Test
    void recorderThatStartsLateHoldsTheCurrentLeader() throws IOException {
        var file = folder.resolve("late.jsonl");
        try (var tracker = Tracker.lenient("orders")) {
            tracker.track(ServerId.of("s1")).acquired(7);

            Recorder.record(tracker, file).close();

            assertThat(Recording.read(file).events())
                    .isEqualTo(tracker.history().events());
        }
    }

    @Test
    void unwritableFileIsAnError() {
        try (var tracker = Tracker.lenient("orders")) {
            assertThatThrownBy(() -> Recorder.record(tracker, folder.resolve("no/such/folder")))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void recordingMayBeWrittenByHand() throws IOException {
        var history = read("""
                {"at":0.5,"event":"acquired","server":"s1","term":3}
                {"at":1,"event":"lost","server":"s1"}
                {"at":1.25,"event":"acquired","server":"s2","term":3,"unknown":{"x":[1]},"list":[1],"much":1e9999999999}
                {"at":2,"event":"missed","count":4}

                """);

        assertThat(history)
                .hasToString("0.500s s1 acquired term 3\n1.000s s1 lost (stepped down)\n1.250s s2 acquired term 3");
        assertThat(history.dropped()).isEqualTo(4);
        assertThat(history.isSafe()).isFalse();
        assertThat(history.safety().splits()).hasToString("[term 3: s1 at 0.500s, s2 at 1.250s]");
    }

    @Test
    void reasonWithHalfACharacterIsRecorded() throws IOException {
        var file = folder.resolve("half.jsonl");
        var tracker = Tracker.lenient("orders");
        try (var recorder = Recorder.record(tracker, file)) {
            tracker.track(ServerId.of("\ud83d\ude00")).lost("half \ud83d, whole \ud83d\ude00");
            tracker.close();
        }

        assertThat(Recording.read(file).events()).isEqualTo(tracker.history().events());
    }

    private static History read(String lines) throws IOException {
        return Recording.read(new StringReader(HEADER + lines));
    }
}
