package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Cause;
import io.raftelection.Fact;
import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.Missing;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every fact is in the file or counted in it as missing, however the file was written. */
@Timeout(120)
final class MissingFactsTest {
    private static final String HEADER = "{\"format\":\"raft-election\",\"version\":2,\"cluster\":\"orders\"}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** {@return a history of a server that keeps four of its facts} */
    private static History history(String server, int facts) {
        var time = new ManualTime();
        var tracker = Tracker.builder("orders")
                .timer(time)
                .clock(time)
                .executor(Runnable::run)
                .historySize(4)
                .build();
        var sink = tracker.track(ServerId.of(server));
        time.advance(Duration.ofSeconds(1));
        sink.acquired(1);
        for (int i = 0; i < facts; i += 2) {
            time.advance(Duration.ofSeconds(1));
            sink.factBegins(Fact.Kind.PAUSE, "");
            sink.factEnds(Fact.Kind.PAUSE, "");
        }
        time.advance(Duration.ofSeconds(1));
        sink.lost();
        return tracker.history();
    }

    private Path write(String name, History history) throws IOException {
        var file = folder.resolve(name);
        Recording.write(history, file);
        return file;
    }

    private static RecordingSummary summary(Path file) throws IOException {
        var builder = new RecordingSummary.Builder();
        Recording.scan(file, builder);
        return builder.build();
    }

    @Test
    void factsThatAHistoryDroppedAreCountedInItsRecording() throws IOException {
        var history = history("s1", 20);
        assertThat(history.droppedFacts()).isEqualTo(16);

        var file = write("s1.jsonl", history);

        assertThat(Files.readAllLines(file).get(1))
                .isEqualTo("{\"at\":0E-9,\"event\":\"missed\",\"count\":0,\"facts\":16}");
        var read = Recording.read(file);
        assertThat(read.droppedFacts()).isEqualTo(16);
        assertThat(read.dropped()).isZero();
        assertThat(read.causes()).isEqualTo(history.causes());
        assertThat(Files.readAllLines(write("again.jsonl", read))).isEqualTo(Files.readAllLines(file));
        assertThat(summary(file)).isEqualTo(RecordingSummary.of(history));
        assertThat(summary(file).missedFacts()).isEqualTo(16);
        assertThat(summary(file).missed()).isZero();
        assertThat(summary(file).summary().causes()).isEqualTo(Map.of(Cause.Kind.START, 1L));
        assertThat(Figures.of(history)).containsEntry("missing", "0 events and 16 facts");
        var page = folder.resolve("page.html");
        Timeline.write(history, page);
        assertThat(Files.readString(page))
                .contains("0 events and 16 facts", "start, no leadership was reported before");
    }

    @Test
    void mergedHistoriesAndRecordingsCountThoseOfAll() throws IOException {
        var one = history("s1", 20);
        var two = history("s2", 10);
        var files = Recordings.of(List.of(write("s1.jsonl", one), write("s2.jsonl", two)));

        assertThat(History.merge(List.of(one, two)).droppedFacts()).isEqualTo(22);
        assertThat(files.history().droppedFacts()).isEqualTo(22);
        var scanned = new RecordingSummary.Builder();
        files.scan(scanned);
        assertThat(scanned.build().missedFacts()).isEqualTo(22);
        var inMemory = new RecordingSummary.Builder();
        Histories.of(new TreeMap<>(Map.of("s1", one, "s2", two))).scan(inMemory);
        assertThat(inMemory.build().missedFacts()).isEqualTo(22);
        var merged = folder.resolve("merged.jsonl");
        try (var writer = RecordingWriter.of(merged)) {
            files.scan(writer);
        }
        assertThat(Recording.read(merged).droppedFacts()).isEqualTo(22);
    }

    @Test
    void factWhoseLineIsTooLongIsNoMissingEvent() throws IOException {
        var fact = new Fact(
                Duration.ofSeconds(1),
                Fact.Kind.KILL,
                Optional.of(ServerId.of("s1")),
                Optional.empty(),
                "x".repeat(LineReader.MAX_LINE));
        var event = LeadershipEvent.parse("2s s1 acquired term 1");

        var read = Recording.read(write(
                "long.jsonl",
                new History("orders", Instant.EPOCH, event.at(), List.of(event), 0, List.of(), List.of(fact), 0)));

        assertThat(read.droppedFacts()).isEqualTo(1);
        assertThat(read.dropped()).isZero();
    }

    @Test
    void placesOfAFileAreReadAndWrittenAgain() throws IOException {
        var lines = HEADER.replace("}", ",\"startedAt\":\"1970-01-01T00:00:00Z\"}") + """
                {"at":1.000000000,"event":"acquired","server":"s1","term":1}
                {"at":1.000000000,"event":"missed","count":3,"facts":2,"until":9.000000000}
                {"at":1.000000000,"event":"missed","count":0}
                {"at":4.000000000,"event":"lost","server":"s1","term":1,"cause":"stepped down"}
                {"at":4.000000000,"event":"missed","count":0,"facts":1}
                {"at":5.000000000,"event":"end"}
                """;
        var file = Files.writeString(folder.resolve("places.jsonl"), lines);

        var read = Recording.read(file);

        assertThat(read.missing())
                .containsExactly(
                        new Missing(Duration.ofSeconds(1), Duration.ofSeconds(9), 3, 2, 1, 0),
                        new Missing(Duration.ofSeconds(1), 0, 0, 1, 0),
                        new Missing(Duration.ofSeconds(4), 0, 1, 2, 0));
        assertThat(Files.readString(write("again.jsonl", read))).isEqualTo(lines);

        Files.writeString(file, lines.replace("9.000000000", "0.5"));
        assertThatThrownBy(() -> Recording.read(file))
                .isInstanceOf(DamagedRecordingException.class)
                .hasMessageContaining("line 3: until is earlier than at");
    }

    @Test
    void numbersThatNoRecordingHasAreRefused() throws IOException {
        var file = folder.resolve("damaged.jsonl");
        for (var number : List.of("-1", "9007199254740993", "\"many\"")) {
            Files.writeString(file, HEADER + "{\"at\":1,\"event\":\"missed\",\"count\":0,\"facts\":" + number + "}\n");
            assertThatThrownBy(() -> Recording.read(file))
                    .isInstanceOf(DamagedRecordingException.class)
                    .hasMessageContaining("line 2: facts is ");
        }
    }

    @Test
    void factsThatARecorderMissesAreCountedWhereTheyAreMissing() throws Exception {
        var executor = Executors.newSingleThreadExecutor();
        var file = folder.resolve("run.jsonl");
        try {
            var tracker =
                    Tracker.builder("orders").mailboxSize(4).executor(executor).build();
            var recorder = Recorder.record(tracker, file);
            var sink = tracker.track(ServerId.of("s1"));
            var blocked = new CountDownLatch(1);
            executor.execute(() -> await(blocked));
            sink.acquired(1);
            for (int i = 0; i < 10; i++) {
                sink.factBegins(Fact.Kind.PAUSE, "");
                sink.factEnds(Fact.Kind.PAUSE, "");
            }
            blocked.countDown();
            executor.submit(() -> {}).get();
            sink.factBegins(Fact.Kind.KILL, "");
            tracker.close();
            recorder.close();
        } finally {
            executor.shutdown();
        }

        var read = Recording.read(file);
        assertThat(read.facts().size() + read.droppedFacts()).isEqualTo(21);
        assertThat(read.droppedFacts()).isPositive();
        assertThat(read.dropped()).isZero();
        assertThat(Files.readAllLines(file)).last().asString().contains("\"end\"");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void factsThatNobodyDeliversAreCounted() throws IOException {
        var file = folder.resolve("run.jsonl");
        var tracker = Tracker.builder("orders").executor(task -> {}).build();
        var recorder = Recorder.record(tracker, file);
        var sink = tracker.track(ServerId.of("s1"));
        sink.factBegins(Fact.Kind.KILL, "");
        sink.factEnds(Fact.Kind.KILL, "");
        tracker.close();

        recorder.close(); // waits for the full 10 seconds

        assertThat(Recording.read(file).droppedFacts()).isEqualTo(2);
    }
}
