package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Cause;
import io.raftelection.Fact;
import io.raftelection.Fact.Kind;
import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.Summary;
import io.raftelection.Tracker;
import io.raftelection.spi.ManualTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts are recorded, read again, merged, and explain the same changes in every way of reading. */
final class FactsTest {
    private static final String HEADER = "{\"format\":\"raft-election\",\"version\":2,\"cluster\":\"orders\"}\n";
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final ManualTime time = new ManualTime();

    private Tracker tracker() {
        return Tracker.builder("orders")
                .timer(time)
                .clock(time)
                .executor(Runnable::run)
                .stalls(Duration.ofMillis(500))
                .build();
    }

    private static Map<Cause.Kind, Long> causes(Path... files) throws IOException {
        var builder = new RecordingSummary.Builder();
        if (files.length == 1) {
            Recording.scan(files[0], builder);
        } else {
            Recordings.of(List.of(files)).scan(builder);
        }
        return builder.build().summary().causes();
    }

    @Test
    void factsOfATrackerAreRecordedAndReadAgain() throws IOException {
        var file = folder.resolve("run.jsonl");
        var tracker = tracker();
        var s1 = tracker.track(ServerId.of("s1"));
        var s2 = tracker.track(ServerId.of("s2"));
        s1.factBegins(Kind.ISOLATE, "");
        try (var recorder = Recorder.record(tracker, file)) {
            s1.acquired(1);
            time.advance(SECOND);
            s2.factBegins(Kind.ELECT, "hostile \u202e </script> \"words\"");
            s2.acquired(2);
            s2.factEnds(Kind.ELECT, "");
            time.stall(Duration.ofSeconds(3));
            s2.lost();
            tracker.close();
        }

        var read = Recording.read(file);
        assertThat(read.facts()).isEqualTo(tracker.history().facts()).hasSize(4);
        assertThat(read.causes()).isEqualTo(tracker.history().causes());
        assertThat(causes(file))
                .isEqualTo(tracker.history().summary().causes())
                .isEqualTo(Map.of(Cause.Kind.START, 1L, Cause.Kind.CONTROL, 1L));
        assertThat(Files.readAllLines(file))
                .contains(
                        "{\"at\":0E-9,\"event\":\"begins\",\"fact\":\"isolate\",\"server\":\"s1\"}",
                        "{\"at\":4.000000000,\"event\":\"ends\",\"fact\":\"stall\",\"lasted\":2.750000000}");

        var again = folder.resolve("again.jsonl");
        Recording.write(read, again);
        assertThat(Files.readAllLines(again)).isEqualTo(Files.readAllLines(file));
    }

    @Test
    void damagedFactsAreRefusedWithTheirReason() {
        assertThatThrownBy(() -> read("{\"at\":1,\"event\":\"begins\",\"fact\":\"kill\"}"))
                .hasMessageContaining("line 2: server is missing");
        assertThatThrownBy(() -> read("{\"at\":1,\"event\":\"begins\",\"fact\":\"dance\",\"server\":\"s1\"}"))
                .hasMessageContaining("line 2: fact is \"dance\", expected one of elect, transfer, step down");
        assertThatThrownBy(() -> read("{\"at\":1,\"event\":\"ends\",\"fact\":\"kill\",\"server\":\"s1\"}"))
                .hasMessageContaining("line 2: lasted is missing");
        assertThatThrownBy(() -> read("{\"at\":1,\"event\":\"begins\",\"fact\":\"stall\"}"))
                .hasMessageContaining("line 2: fact is \"stall\", expected one that has a begin");
    }

    private static History read(String line) throws IOException {
        return Recording.read(new ByteArrayInputStream((HEADER + line + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void stallOfOneProcessExplainsTheElectionThatAnotherRecorded() throws IOException {
        var stall =
                new Fact(Duration.ofSeconds(9), Kind.STALL, Optional.empty(), Optional.of(Duration.ofSeconds(5)), "");
        var s1 = history(List.of(stall), "1s s1 acquired term 1", "9.100s s1 lost term 1 (superseded)");
        var s2 = history(List.of(), "6s s2 acquired term 2", "20s s2 lost term 2 (stepped down)");
        var s3 = history(List.of(), "21s s3 acquired term 3");
        var files = write(s1, s2, s3);

        assertThat(causes(files))
                .isEqualTo(History.merge(List.of(s1, s2, s3)).summary().causes())
                .isEqualTo(Map.of(Cause.Kind.START, 1L, Cause.Kind.STALL, 1L, Cause.Kind.UNKNOWN, 1L));
        assertThat(Recordings.of(List.of(files)).history().facts()).hasToString("[9.000s s1 stall ends after 5.000s]");
    }

    @Test
    void factThatGoesOnEndsWithItsRun() throws IOException {
        var begin = new Fact(Duration.ofSeconds(2), Kind.ISOLATE, Optional.of(ServerId.of("s1")), Optional.empty(), "");
        var s1 = history(List.of(begin), "1s s1 acquired term 1");
        var s2 = history(List.of(), "35s s2 acquired term 2");

        assertThat(History.merge(List.of(s1, s2)).facts())
                .isEqualTo(Recordings.of(List.of(write(s1, s2))).history().facts())
                .hasToString("[2.000s s1 isolate begins, 30.000s s1 isolate ends after 28.000s]");
    }

    private Path[] write(History... histories) throws IOException {
        var files = new Path[histories.length];
        for (int i = 0; i < histories.length; i++) {
            files[i] = folder.resolve("f" + i + ".jsonl");
            Recording.write(histories[i], files[i]);
        }
        return files;
    }

    private static History history(List<Fact> facts, String... lines) {
        var events = List.of(lines).stream().map(LeadershipEvent::parse).collect(Collectors.toList());
        var last = events.get(events.size() - 1).at();
        var until = last.compareTo(Duration.ofSeconds(30)) > 0 ? last : Duration.ofSeconds(30);
        return new History("orders", Instant.parse("2026-01-01T00:00:00Z"), until, events, 0, List.of(), facts, 0);
    }

    @Test
    void tableOfATimelineHasTheCauses() throws Exception {
        var tracker = tracker();
        var s1 = tracker.track(ServerId.of("s1"));
        s1.acquired(1);
        time.advance(SECOND);
        s1.factBegins(Kind.KILL, "");
        s1.lost();
        s1.factEnds(Kind.KILL, "");
        time.advance(SECOND);
        s1.acquired(2);
        var file = folder.resolve("page.html");
        Timeline.write(tracker.history(), file);

        assertThat(TimelinePage.read(file).rows().stream().map(row -> row.get(4)))
                .containsExactly(
                        "cause",
                        "start, no leadership was reported before",
                        "control, s1 lost leadership at 1.000s: kill of s1 since 1.000s");
        assertThat(Figures.of(tracker.history())).containsEntry("causes", "1 control, 1 start");
    }

    @Test
    void figuresNameStorms() {
        var lines = new String[12];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = (i < 7 ? i : i * 100) + "s s1 acquired term " + i;
        }

        var figures = Figures.of(history(List.of(), lines));

        assertThat(figures).containsEntry("storms", "1: 7 elections from 0.000s to 6.000s");
        assertThat(history(List.of(), lines).summary().storms())
                .isInstanceOf(Summary.Storms.class)
                .extracting(Summary.Storms::times)
                .isEqualTo(1L);
    }

    @Test
    void recordingOfAnOlderVersionIsReadAsBefore() throws IOException {
        var old = "{\"format\":\"raft-election\",\"version\":1}\n{\"at\":1,\"event\":\"acquired\",\"server\":\"s1\","
                + "\"term\":1}\n{\"at\":2,\"event\":\"lost\",\"server\":\"s1\",\"term\":1}\n"
                + "{\"at\":3,\"event\":\"acquired\",\"server\":\"s2\",\"term\":2}\n";

        var history = Recording.read(new ByteArrayInputStream(old.getBytes(StandardCharsets.UTF_8)));

        assertThat(history.facts()).isEmpty();
        assertThat(history.summary().causes()).isEqualTo(Map.of(Cause.Kind.START, 1L, Cause.Kind.UNKNOWN, 1L));
    }
}
