package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that readers return what recorders wrote. */
final class RecordingTest {
    private static final String HEADER = "{\"format\":\"raft-election\",\"version\":2}\n";

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
    void everyKindOfEventIsWrittenAndReadAgain() throws IOException {
        var file = folder.resolve("views.jsonl");
        var history = new History(
                "orders",
                Instant.EPOCH,
                Duration.ofSeconds(9),
                Stream.of(
                                "1.000s s1 acquired term 7",
                                "1.010s s1 ready term 7",
                                "1.020s s2 follows s1 term 7",
                                "1.030s s3 follows nobody term 6",
                                "1.040s s3 follows nobody",
                                "1.050s s3 follows \"nobody\" term 7 !split-term",
                                "1.060s s3 follows unknown",
                                "2.000s s1 members s1 s2 \"unknown\" learners s4 \"s 5\"",
                                "2.000s s1 members",
                                "3.000s s1 ready term 7 !spurious-ready",
                                "4.000s s1 lost term 7 (stepped down)")
                        .map(LeadershipEvent::parse)
                        .toList(),
                0);

        Recording.write(history, file);

        assertThat(Recording.read(file)).isEqualTo(history);
        assertThat(Files.readAllLines(file))
                .contains(
                        "{\"format\":\"raft-election\",\"version\":2,\"cluster\":\"orders\","
                                + "\"startedAt\":\"1970-01-01T00:00:00Z\"}",
                        "{\"at\":1.010000000,\"event\":\"ready\",\"server\":\"s1\",\"term\":7}",
                        "{\"at\":1.020000000,\"event\":\"follows\",\"server\":\"s2\",\"leader\":\"s1\",\"term\":7}",
                        "{\"at\":1.030000000,\"event\":\"follows\",\"server\":\"s3\",\"view\":\"nobody\",\"term\":6}",
                        "{\"at\":1.060000000,\"event\":\"follows\",\"server\":\"s3\",\"view\":\"unknown\"}",
                        "{\"at\":2.000000000,\"event\":\"members\",\"server\":\"s1\",\"voters\":[\"s1\",\"s2\",\"unknown\"],"
                                + "\"learners\":[\"s 5\",\"s4\"]}");
    }

    @Test
    void eventWithALineThatIsTooLongIsCountedAsMissing() throws IOException {
        var file = folder.resolve("long.jsonl");
        var voters = IntStream.range(0, 300)
                .mapToObj(i -> ServerId.of(i + "\uff5e".repeat(250))) // six bytes each, since it is escaped
                .collect(Collectors.toSet());
        var members = new LeadershipEvent.Members(Duration.ofSeconds(1), ServerId.of("s1"), voters, Set.of());
        var acquired = LeadershipEvent.parse("1.000s s1 acquired term 7");

        Recording.write(
                new History("orders", Instant.EPOCH, Duration.ofSeconds(2), List.of(members, acquired), 0), file);

        var read = Recording.read(file);
        assertThat(read.events()).containsExactly(acquired);
        assertThat(read.dropped()).isEqualTo(1);
    }

    @Test
    void recordingOfVersion1IsReadAsBefore() throws IOException {
        var version1 = RecordingTest.class.getResource("version-1.jsonl");

        try (var in = Objects.requireNonNull(version1).openStream()) {
            assertThat(Recording.readRuns(in))
                    .extracting(run -> run.dropped() + " missing\n" + run)
                    .containsExactly("""
                    2 missing
                    1.204s s2 acquired term 1 !unexpected
                    3.870s s2 lost term 1 (stepped down)
                    4.000s "name with \\"quotes\\"" acquired term 2
                    4.100s "name with \\"quotes\\"" acquired term 2 !duplicate
                    6.500s "name with \\"quotes\\"" lost term 2 ("went away")
                    7.000s s3 acquired observed within 0.500s""", """
                    0 missing
                    0.250s s1 acquired term 3
                    1.000s s1 lost term 3 (closed)""");
        }
    }

    @Test
    void recorderThatStartsLateWritesTheViewsOfBeforeInOrder() throws IOException {
        var file = folder.resolve("late.jsonl");
        var time = new ManualTime();
        var tracker = Tracker.builder("orders")
                .timer(time)
                .clock(time)
                .executor(Runnable::run)
                .build();
        var s3 = tracker.track(ServerId.of("s3"));
        var s2 = tracker.track(ServerId.of("s2"));
        var s1 = tracker.track(ServerId.of("s1"));
        time.advance(Duration.ofSeconds(1));
        s1.acquired(7);
        time.advance(Duration.ofSeconds(1));
        s2.follows(ServerId.of("s1"), 7);
        time.advance(Duration.ofSeconds(1));
        s3.follows(ServerId.of("s1"), 7);
        time.advance(Duration.ofSeconds(1));
        s1.ready();
        time.advance(Duration.ofSeconds(1));

        try (var recorder = Recorder.record(tracker, file)) {
            s1.lost();
            tracker.close();
        }

        assertThat(Recording.read(file).toString()).startsWith("""
                1.000s s1 acquired term 7
                2.000s s2 follows s1 term 7
                3.000s s3 follows s1 term 7
                4.000s s1 ready term 7
                5.000s s1 lost term 7 (stepped down)
                """);
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
