package io.raftelection.tla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks valid histories and the first wrong event of invalid ones. Each is a {@link Trace}. */
final class TraceValidationTest {

    @ParameterizedTest
    @EnabledIfSystemProperty(named = ModelTest.STRENGTH, matches = ModelTest.FULL)
    @ValueSource(
            strings = {
                // notifications are delayed across servers, and a leadership is superseded
                "1s a acquired term 3/2s b acquired term 7/3s a lost term 3 (superseded)/4s b lost term 7 (closed)",
                // a later term is reported first
                "1s b acquired term 9/2s a acquired term 4/3s a lost term 4 (\"late\")",
                // the engine repeats a notification
                "1s a acquired term 3/2s a acquired term 3 !duplicate/3s a lost term 3 (stepped down)",
                "1s a lost (stepped down) !spurious-loss/2s a acquired term 3/3s a acquired term 2 !stale",
                "1s a acquired term 3/2s a lost term 3 (missed)/2s a acquired term 5 !missed-loss",
                // a transfer failed
                "1s a acquired term 3/2s a lost term 3 (stepped down)/3s a acquired term 3/4s b acquired term 4",
                // a strict tracker has one expectation at a time
                "1s a acquired term 1/2s b acquired term 2 !unexpected/3s a lost term 1 (superseded)/4s a acquired term 3",
                // a server is untracked and tracked again; servers are ignored
                "1s a acquired term 1/2s a lost term 1 (closed)/3s a acquired term 1",
                "1s a acquired term 1/2s b acquired term 2/3s b lost term 2 (ignored)/3s a lost term 1 (ignored)",
            })
    void explains(String lines) throws Exception {
        var validation = TraceValidation.check(new Trace(lines).history());

        assertThat(validation.isBehaviour()).as(validation::toString).isTrue();
        validation.orFail();
    }

    @ParameterizedTest
    @EnabledIfSystemProperty(named = ModelTest.STRENGTH, matches = ModelTest.FULL)
    @ValueSource(
            strings = {
                // a term has two leaders, with or without an anomaly, in either order
                "1s a acquired term 7/->2s b acquired term 7 !split-term",
                "1s a acquired term 7/2s c acquired term 9/->3s b acquired term 7",
                // a loss without leadership has no anomaly
                "->1s a lost term 1 (stepped down)/2s a acquired term 1",
                "1s a acquired term 1/->2s b lost (stepped down)",
                // a term decreases
                "1s a acquired term 7/2s a lost term 7 (stepped down)/->3s a acquired term 6",
                "1s a acquired term 6/2s a lost term 6 (\"x\")/3s a acquired term 7/4s a lost term 7 (\"x\")/->5s a acquired term 6",
                // an anomaly is missing or wrong
                "1s a acquired term 7/->2s a acquired term 7",
                "1s a acquired term 7/->2s a acquired term 8",
                "->1s a acquired term 7 !duplicate",
                "1s a acquired term 7/->2s a lost term 7 (missed)/2s a acquired term 8",
                "1s a acquired term 1/->2s b acquired term 2/3s c acquired term 3 !unexpected",
                // a loss does not match the leadership
                "1s a acquired term 7/->2s a lost term 6 (stepped down)",
                "1s a acquired term 7/->2s a lost term 7 (superseded)",
                "1s a acquired term 7/2s b acquired term 8/->3s a lost term 7 (stepped down)",
                // an event follows ignore
                "1s a acquired term 7/2s a lost term 7 (ignored)/->3s b acquired term 8",
            })
    void rejects(String lines) throws Exception {
        new Trace(lines).assertRejected();
    }

    @Test
    void failureNamesTheFirstUnexplainedEvent() throws Exception {
        var validation =
                TraceValidation.check(new Trace("1s a acquired term 7/2s b acquired term 7 !split-term").history());

        assertThatThrownBy(validation::orFail)
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        history: is not a behaviour of Raft and of the tracker, event 2 of 2 is not explained
                            1.000s a acquired term 7
                          > 2.000s b acquired term 7 !split-term""");
    }

    @Test
    void decreasingTermIsNotExplained() throws Exception {
        new Trace("1s a acquired term 7/2s a lost term 7 (\"x\")/3s b acquired term 8/->4s a acquired term 6")
                .assertRejected();
    }

    @Test
    void recordingIsReadFromAFile(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("run.jsonl"), """
                {"format":"raft-election","version":1}
                {"at":1,"event":"acquired","server":"s \\" \\\\ 1","term":9223372036854775807}
                """);

        assertThat(TraceValidation.check(file))
                .hasToString("history: is a behaviour of Raft and of the tracker, 1 event explained");
    }

    @Test
    void emptyHistoryIsABehaviour() throws Exception {
        assertThat(TraceValidation.check(new History("h", Instant.EPOCH, Duration.ZERO, List.of(), 0))
                        .isBehaviour())
                .isTrue();
    }

    @Test
    void incompleteHistoryIsRejected() {
        var events = List.of(LeadershipEvent.parse("1s a acquired"));

        assertThatThrownBy(
                        () -> TraceValidation.check(new History("h", Instant.EPOCH, Duration.ofSeconds(1), events, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("history: 1.000s a acquired: has no term, expected one");
        assertThatThrownBy(() -> TraceValidation.check(new History("h", Instant.EPOCH, Duration.ZERO, List.of(), 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("history: 3 events are missing, expected a complete history");
    }
}
