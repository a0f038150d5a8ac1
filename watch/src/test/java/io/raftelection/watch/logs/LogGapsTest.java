package io.raftelection.watch.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.Missing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing of a log is missing at its place. */
final class LogGapsTest {
    private static final String LEADS = "2026-01-01T10:00:0%d [x] INFO x - a@group-000000000001: "
            + "changes role from CANDIDATE to LEADER at term %d for changeToLeader%n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void entriesThatAreTooManyAreMissingAtTheEnd() throws Exception {
        var text = new StringBuilder();
        for (int second = 1; second <= 5; second++) {
            text.append(LEADS.formatted(second, second));
        }
        var log = Samples.log(
                Files.writeString(folder.resolve("a.log"), text.toString()), Optional.empty(), ZoneOffset.UTC);
        var names = new ServerNames();

        var read = ReadLog.of(log, new LogSystems(LogOptions.defaults().definitions()), names, 3);
        var until = Instant.parse("2026-01-01T10:00:09Z");
        var history = new LogHistory(read, "a", names).history(read.groups().first(), "orders", until);

        assertThat(history.dropped()).isEqualTo(2);
        var before = history.missing().get(0).eventsBefore();
        assertThat(history.missing())
                .containsExactly(new Missing(Duration.ofSeconds(2), Duration.ofSeconds(4), 2, 0, before, 0));
        assertThat(history.events().subList(0, before)).last().asString().contains("2.000s a acquired term 3");
    }

    @Test
    void gapKeepsItsTimeWhereLossesArePlaced() {
        var history = new History(
                "orders",
                Instant.EPOCH,
                Duration.ofSeconds(20),
                Stream.of(
                                "1s a acquired term 1",
                                "5s b acquired term 2",
                                "12s a lost term 1 (stepped down) observed within 10s",
                                "15s b follows nobody")
                        .map(LeadershipEvent::parse)
                        .toList(),
                3,
                List.of(),
                List.of(),
                0,
                List.of(new Missing(Duration.ofSeconds(6), 2, 0, 2, 0)));

        var placed = UnseenLosses.placed(history);

        assertThat(placed.events()).element(1).asString().startsWith("5.000s a lost term 1");
        assertThat(placed.missing()).containsExactly(new Missing(Duration.ofSeconds(6), 2, 0, 3, 0));
        assertThat(placed.dropped()).isEqualTo(3);
    }
}
