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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is explained, and where wrong histories go wrong. Histories are lines of the notation, with / between. */
final class TraceValidationTest {

    @ParameterizedTest
    @EnabledIfSystemProperty(named = ModelTest.STRENGTH, matches = ModelTest.FULL)
    @ValueSource(
            strings = {
                // delayed across servers, and superseded
                "1s a acquired term 3/2s b acquired term 7/3s a lost term 3 (superseded)/4s b lost term 7 (closed)",
                // a later term is heard of first
                "1s b acquired term 9/2s a acquired term 4/3s a lost term 4 (\"late\")",
                // an engine that repeats itself
                "1s a acquired term 3/2s a acquired term 3 !duplicate/3s a lost term 3 (stepped down)",
                "1s a lost (stepped down) !spurious-loss/2s a acquired term 3/3s a acquired term 2 !stale",
                "1s a acquired term 3/2s a lost term 3 (missed)/2s a acquired term 5 !missed-loss",
                // handing over did not succeed
                "1s a acquired term 3/2s a lost term 3 (stepped down)/3s a acquired term 3/4s b acquired term 4",
                // a strict tracker, one expectation at a time
                "1s a acquired term 1/2s b acquired term 2 !unexpected/3s a lost term 1 (superseded)/4s a acquired term 3",
                // untracked and tracked again; ignored
                "1s a acquired term 1/2s a lost term 1 (closed)/3s a acquired term 1",
                "1s a acquired term 1/2s b acquired term 2/3s b lost term 2 (ignored)/3s a lost term 1 (ignored)",
            })
    void explains(String lines) throws Exception {
        var validation = TraceValidation.check(history(lines));

        assertThat(validation.isBehaviour()).as(validation::toString).isTrue();
        validation.orFail();
    }

    /** The first event that nothing explains is the one marked by {@code ->}. */
    @ParameterizedTest
    @EnabledIfSystemProperty(named = ModelTest.STRENGTH, matches = ModelTest.FULL)
    @ValueSource(
            strings = {
                // two leaders of one term, flagged or not, heard in this order or that
                "1s a acquired term 7/->2s b acquired term 7 !split-term",
                "1s a acquired term 7/2s c acquired term 9/->3s b acquired term 7",
                // a loss without leadership, not flagged
                "->1s a lost term 1 (stepped down)/2s a acquired term 1",
                "1s a acquired term 1/->2s b lost (stepped down)",
                // terms go back
                "1s a acquired term 7/2s a lost term 7 (stepped down)/->3s a acquired term 6",
                "1s a acquired term 6/2s a lost term 6 (\"x\")/3s a acquired term 7/4s a lost term 7 (\"x\")/->5s a acquired term 6",
                // flags that are missing or wrong
                "1s a acquired term 7/->2s a acquired term 7",
                "1s a acquired term 7/->2s a acquired term 8",
                "->1s a acquired term 7 !duplicate",
                "1s a acquired term 7/->2s a lost term 7 (missed)/2s a acquired term 8",
                "1s a acquired term 1/->2s b acquired term 2/3s c acquired term 3 !unexpected",
                // losses that do not fit
                "1s a acquired term 7/->2s a lost term 6 (stepped down)",
                "1s a acquired term 7/->2s a lost term 7 (superseded)",
                "1s a acquired term 7/2s b acquired term 8/->3s a lost term 7 (stepped down)",
                // after it ignored
                "1s a acquired term 7/2s a lost term 7 (ignored)/->3s b acquired term 8",
            })
    void rejects(String lines) throws Exception {
        var wrong = Stream.of(lines.split("/"))
                .filter(line -> line.startsWith("->"))
                .map(line -> LeadershipEvent.parse(line.substring(2)))
                .findFirst()
                .orElseThrow();

        var validation = TraceValidation.check(history(lines.replace("->", "")));

        assertThat(validation.unexplained()).as(validation::toString).contains(wrong);
    }

    @Test
    void failureNamesTheFirstEventThatNothingExplains() throws Exception {
        var validation = TraceValidation.check(history("1s a acquired term 7/2s b acquired term 7 !split-term"));

        assertThatThrownBy(validation::orFail)
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        history: no behaviour of Raft and of the tracker, event 2 of 2 is not explained
                            1.000s a acquired term 7
                          > 2.000s b acquired term 7 !split-term""");
    }

    @Test
    void termThatGoesBackIsNotExplained() throws Exception {
        var validation = TraceValidation.check(
                history("1s a acquired term 7/2s a lost term 7 (\"x\")/3s b acquired term 8/4s a acquired term 6"));

        assertThat(validation.unexplained()).contains(LeadershipEvent.parse("4s a acquired term 6"));
    }

    @Test
    void recordingsAreReadFromTheirFile(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("run.jsonl"), """
                {"format":"raft-election","version":1}
                {"at":1,"event":"acquired","server":"s \\" \\\\ 1","term":9223372036854775807}
                """);

        assertThat(TraceValidation.check(file))
                .hasToString("history: a behaviour of Raft and of the tracker, 1 event explained");
    }

    @Test
    void historyOfNothingIsABehaviour() throws Exception {
        assertThat(TraceValidation.check(new History("h", Instant.EPOCH, Duration.ZERO, List.of(), 0))
                        .isBehaviour())
                .isTrue();
    }

    @Test
    void whatIsMissingIsRefused() {
        var events = List.of(LeadershipEvent.parse("1s a acquired"));

        assertThatThrownBy(
                        () -> TraceValidation.check(new History("h", Instant.EPOCH, Duration.ofSeconds(1), events, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("history: 1.000s a acquired: carries no term, expected one");
        assertThatThrownBy(() -> TraceValidation.check(new History("h", Instant.EPOCH, Duration.ZERO, List.of(), 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("history: 3 events are missing, expected a whole one");
    }

    private static History history(String lines) {
        var events = Stream.of(lines.split("/")).map(LeadershipEvent::parse).toList();
        return new History("h", Instant.EPOCH, Duration.ofSeconds(9), events, 0);
    }
}
