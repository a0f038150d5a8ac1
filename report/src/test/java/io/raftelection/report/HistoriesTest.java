package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoriesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private static History history(String cluster, String... events) {
        return new History(
                cluster,
                NOON,
                Duration.ofSeconds(100),
                Arrays.stream(events).map(LeadershipEvent::parse).toList(),
                0);
    }

    private static Histories two() {
        return Histories.of(new TreeMap<>(Map.of(
                "a.log", history("orders", "10s a acquired term 7", "31s a follows b term 8"),
                "b.log", history("orders", "5s b follows a term 7", "25s b acquired term 8"))));
    }

    @Test
    void severalHistoriesAreMergedAndTheirClocksShown() throws Exception {
        var summary = new RecordingSummary.Builder();

        two().scan(summary);

        assertThat(Figures.of(summary.build()))
                .containsEntry("file a.log", "a, 2 events, clock as recorded (views allow -1.000s to +0.000s)")
                .containsEntry(
                        "file b.log", "b, 2 events, clock corrected by +5.000s (views allow +5.000s to +6.000s)");
        assertThat(two().history())
                .isEqualTo(History.merge(List.of(
                        history("orders", "10s a acquired term 7", "31s a follows b term 8"),
                        history("orders", "5s b follows a term 7", "25s b acquired term 8"))));
    }

    @Test
    void singleHistoryStaysAsItIs() {
        var history = history("orders", "10s a acquired term 7");

        var histories = Histories.of(new TreeMap<>(Map.of("a.log", history)));

        assertThat(histories.history()).isEqualTo(history);
        assertThat(histories.files()).isEmpty();
    }

    @Test
    void historiesOfSeveralClustersAreRefused() {
        var histories = new TreeMap<>(Map.of("a", history("orders"), "b", history("stock")));

        assertThatThrownBy(() -> Histories.of(histories))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cluster: \"orders\" and \"stock\", expected histories of one cluster");
        assertThatThrownBy(() -> Histories.of(new TreeMap<>()))
                .hasMessage("histories: is empty, expected at least one");
    }

    @Test
    void writerWritesWhatItReceives() throws Exception {
        var file = folder.resolve("run.jsonl");

        try (var writer = RecordingWriter.of(file)) {
            two().scan(writer);
        }

        assertThat(Recording.read(file)).isEqualTo(two().history());
    }
}
