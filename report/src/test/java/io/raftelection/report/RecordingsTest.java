package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that several recordings are read as {@link History#merge} merges their histories. */
final class RecordingsTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    Path folder;

    private Path write(String name, History history) throws IOException {
        var file = folder.resolve(name);
        Recording.write(history, file);
        return file;
    }

    private static History history(Instant startedAt, Duration until, String... lines) {
        return new History(
                "orders",
                startedAt,
                until,
                Stream.of(lines).map(LeadershipEvent::parse).toList(),
                1);
    }

    @Test
    void streamsAndHistoriesAreMergedInTheSameWay() throws IOException {
        var random = new Random(7);
        for (int round = 0; round < 50; round++) {
            var histories = cluster(random);
            var files = new ArrayList<Path>();
            for (var history : histories) {
                files.add(write("s" + files.size() + ".jsonl", history));
            }

            assertThat(Recordings.of(files).history()).isEqualTo(History.merge(histories));
        }
    }

    /** {@return the histories of three servers with wrong clocks, which lead one after another} */
    private static List<History> cluster(Random random) {
        var events = new ArrayList<List<LeadershipEvent>>();
        for (int server = 0; server < 3; server++) {
            events.add(new ArrayList<>());
        }
        long now = 1_000_000_000L;
        for (int term = 1; term <= 20; term++) {
            int leader = random.nextInt(3);
            for (int server = 0; server < 3; server++) {
                var at = Duration.ofNanos(now + (server == leader ? 0 : random.nextInt(1_000_000)));
                events.get(server)
                        .add(LeadershipEvent.parse("0s s" + server
                                        + (server == leader ? " acquired" : " follows s" + leader) + " term " + term)
                                .withAt(at));
            }
            now += 10_000_000 + random.nextInt(1_000_000_000);
            events.get(leader)
                    .add(LeadershipEvent.parse("0s s" + leader + " lost term " + term + " (stepped down)")
                            .withAt(Duration.ofNanos(now)));
            now += 10_000_000;
        }
        var end = Duration.ofNanos(now);
        return events.stream()
                .map(each -> new History("orders", NOON.plusMillis(random.nextInt(5_000)), end, each, 0))
                .toList();
    }

    @Test
    void clocksAreEstimatedAsPreciselyAsViewsArrive() throws IOException {
        var random = new Random(11);
        for (int round = 0; round < 50; round++) {
            var histories = cluster(random);
            var files = new ArrayList<Path>();
            for (var history : histories) {
                files.add(write("s" + files.size() + ".jsonl", history));
            }

            var recordings = Recordings.of(files);

            // All processes started at once, and views arrive within 1 ms.
            var starts = recordings.files().stream()
                    .map(RecordedFile::start)
                    .sorted()
                    .toList();
            assertThat(starts.get(2)).isLessThan(Duration.ofMillis(2));
            assertThat(recordings.contradiction()).isZero();
        }
    }

    @Test
    void eachFileHasItsCorrectionAndItsBounds() throws IOException {
        var end = Duration.ofSeconds(10);
        var recordings = Recordings.of(List.of(
                write("a", history(NOON, end, "5.000s s1 acquired term 1", "7.000s s1 follows s2 term 2")),
                write("b", history(NOON, end, "4.000s s2 follows s1 term 1", "5.500s s2 acquired term 2")),
                write("c", history(NOON, end, "9.000s s3 follows nobody"))));

        assertThat(recordings.files())
                .extracting(RecordedFile::toString)
                .containsExactly(
                        "s1, 2 events, clock as recorded (views allow -0.500s to +0.000s)",
                        "s2, 2 events, clock corrected by +1.000s (views allow +1.000s to +1.500s)",
                        "s3, 1 event, clock as recorded (no view bounds it)");
        assertThat(recordings.files().get(1).servers()).containsExactly(ServerId.of("s2"));
        assertThat(recordings.contradiction()).isZero();
        assertThat(recordings.history().dropped()).isEqualTo(3);
    }

    @Test
    void contradictionIsSharedByBothFiles() throws IOException {
        var end = Duration.ofSeconds(10);
        var recordings = Recordings.of(List.of(
                write("a", history(NOON, end, "1.000s s1 acquired term 1", "3.000s s1 follows s2 term 2")),
                write("b", history(NOON, end, "0.900s s2 follows s1 term 1", "3.300s s2 acquired term 2"))));

        assertThat(recordings.contradiction()).isEqualTo(Duration.ofMillis(200));
        assertThat(recordings.files().get(1))
                .hasToString("s2, 2 events, clock corrected by -0.100s"
                        + " (views contradict each other: at least +0.100s and at most -0.300s)");
        var builder = new RecordingSummary.Builder();
        recordings.scan(builder);
        assertThat(Figures.of(builder.build()))
                .containsEntry(
                        "clocks", "views contradict each other by up to 0.200s: a report was late, or a clock was set");
    }

    @Test
    void fileThatGrowsBetweenTheReadsIsRead() throws IOException {
        var a = write("a", history(NOON, Duration.ofSeconds(1), "1.000s s1 acquired term 1"));
        var b = write("b", history(NOON, Duration.ofSeconds(1), "0.500s s2 follows nobody"));
        Files.writeString(a, Files.readString(a).replaceAll("\\{[^{]*\"end\"\\}\n", ""));
        var recordings = Recordings.of(List.of(a, b));

        Files.writeString(a, "{\"at\":9,\"event\":\"lost\",\"server\":\"s1\",\"term\":1}\n", StandardOpenOption.APPEND);

        assertThat(recordings.history().until()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void misuseIsNamed() throws IOException {
        var a = write("a", history(NOON, Duration.ofSeconds(1)));

        assertThatThrownBy(() -> Recordings.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("files: is empty, expected at least one");
        assertThatThrownBy(() -> Recordings.of(List.of(a, folder.resolve("x/../a"))))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(folder.resolve("x/../a") + ": is given twice");
    }
}
