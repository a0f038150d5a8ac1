package io.raftelection.watch.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFollowerTest {
    private static final String LEADS =
            "2026-01-01T10:00:0%d s%d@group-000000000001: changes role from CANDIDATE to LEADER"
                    + " at term %d for changeToLeader%n";

    @TempDir
    Path folder;

    private Path one;
    private Path two;
    private final List<String> events = new ArrayList<>();

    @BeforeEach
    void createLogs() throws IOException {
        one = Files.writeString(folder.resolve("s1.log"), LEADS.formatted(1, 1, 1) + LEADS.formatted(5, 1, 5));
        two = Files.writeString(folder.resolve("s2.log"), LEADS.formatted(3, 2, 3));
    }

    private LogFollower follower() throws IOException {
        return follower(List.of(
                Samples.log(one, Optional.empty(), ZoneOffset.UTC),
                Samples.log(two, Optional.empty(), ZoneOffset.UTC)));
    }

    private LogFollower follower(List<ServerLog> logs) throws IOException {
        return LogFollower.of(logs, LogOptions.defaults(), (group, event) -> events.add(event.toString()));
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    @Test
    void whatWasWrittenBeforeIsInOneOrder() throws Exception {
        try (var follower = follower()) {
            assertThat(follower.poll()).isTrue();
            assertThat(follower.poll()).isFalse();
        }

        assertThat(events)
                .containsExactly(
                        "0.000s s1 acquired term 1",
                        "2.000s s2 acquired term 3",
                        "4.000s s1 lost term 1 (missed)",
                        "4.000s s1 acquired term 5 !missed-loss");
    }

    @Test
    void lineIsReadWhenItIsComplete() throws Exception {
        var line = LEADS.formatted(6, 2, 6);
        try (var follower = follower()) {
            follower.poll();
            events.clear();

            append(two, line.substring(0, 50));
            assertThat(follower.poll()).isFalse();
            append(two, line.substring(50));
            assertThat(follower.poll()).isTrue();
        }

        assertThat(events).containsExactly("5.000s s2 lost term 3 (missed)", "5.000s s2 acquired term 6 !missed-loss");
    }

    @Test
    void rotatedFileIsReadToItsEndAndThenTheNewOne() throws Exception {
        try (var follower = follower()) {
            follower.poll();
            events.clear();

            append(two, LEADS.formatted(6, 2, 6).stripTrailing()); // the last line has no line break
            Files.move(two, folder.resolve("s2.log.1"));
            assertThat(follower.poll()).isFalse(); // there is no new file yet
            Files.writeString(two, LEADS.formatted(7, 2, 7));
            follower.poll();
        }

        assertThat(events).contains("5.000s s2 acquired term 6 !missed-loss", "6.000s s2 acquired term 7 !missed-loss");
    }

    @Test
    void truncatedFileIsReadFromItsStart() throws Exception {
        try (var follower = follower()) {
            append(two, "a long line without meaning\n".repeat(100));
            follower.poll();
            events.clear();

            Files.writeString(two, LEADS.formatted(7, 2, 7));
            follower.poll();
        }

        assertThat(events).contains("6.000s s2 acquired term 7 !missed-loss");
    }

    @Test
    void streamEnds() throws Exception {
        var in = new ByteArrayInputStream(
                LEADS.formatted(1, 1, 1).stripTrailing().getBytes(UTF_8));
        var log = new ServerLog("-", Optional.empty(), "in", List.of(LogSource.of("-", in)), ZoneOffset.UTC);
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();

        try (var follower = follower(List.of(log))) {
            while (!follower.isEnded() && System.nanoTime() < deadline) {
                follower.poll();
            }

            assertThat(follower.isEnded()).isTrue();
        }
        assertThat(events).containsExactly("0.000s s1 acquired term 1");
    }
}
