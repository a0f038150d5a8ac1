package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the output and the exit codes of {@code check}. */
final class CheckCommandTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("run.jsonl");
    }

    @Test
    void safeRecordingIsSummarized() throws IOException {
        write("""
                {"at":1,"event":"acquired","server":"s1","term":1,"tenure":1}
                {"at":3,"event":"acquired","server":"s2","term":2,"tenure":2}
                {"at":3.5,"event":"lost","server":"s1","term":1,"tenure":1,"cause":"superseded"}
                {"at":4,"event":"lost","server":"s2","term":2,"tenure":2,"cause":"stepped down"}
                {"at":6,"event":"end"}
                """);

        var typed = Typed.command("check", file.toString());

        assertThat(typed.out()).isEqualToNormalizingNewlines("""
                Summary of orders
                  elections        2, terms 1 to 2
                  causes           1 start, 1 unknown
                  s1 led           2.500s in 1 tenure
                  s2 led           1.000s in 1 tenure
                  no known leader  3.000s in 2 gaps, longest 2.000s
                  until ready      not reported
                  longest overlap  0.500s, s1 in term 1 and s2 in term 2
                  anomalies        none
                Election Safety held: no term had two leaders, 2 terms checked
                """);
        assertThat(typed.exitCode()).isZero();
    }

    @Test
    void causesOfElectionsAndStormsAreInTheSummaryAlsoWhereTheFileIsStrict() throws IOException {
        write("""
                {"at":1,"event":"acquired","server":"s1","term":1}
                {"at":2,"event":"begins","fact":"kill","server":"s1"}
                {"at":2,"event":"lost","server":"s1","term":1}
                {"at":3,"event":"ends","fact":"kill","server":"s1","lasted":1}
                {"at":4,"event":"acquired","server":"s2","term":2}
                {"at":5,"event":"acquired","server":"s1","term":3}
                {"at":6,"event":"acquired","server":"s2","term":4}
                {"at":7,"event":"acquired","server":"s1","term":5}
                """);

        assertThat(Typed.command("check", "--strict", file.toString()).out())
                .contains(
                        "  causes           1 control, 1 start, 3 unknown",
                        "  storms           1: 5 elections from 1.000s to 7.000s");
        assertThat(Typed.command("check", "--json", file.toString()).out())
                .contains("\"causes\":{\"control\":1,\"start\":1,\"unknown\":3},\"storms\":{\"times\":1,"
                        + "\"largest\":[{\"elections\":5,\"fromSeconds\":1.000000000,\"toSeconds\":7.000000000}]}");
    }

    @Test
    void resultIsOneLineOfJson() throws IOException {
        write("""
                {"at":1,"event":"acquired","server":"s1","term":1,"tenure":1}
                {"at":1.25,"event":"ready","server":"s1","term":1,"tenure":1}
                {"at":3,"event":"acquired","server":"a \\"b\\" </script>","term":2,"tenure":2}
                {"at":3.5,"event":"lost","server":"s1","term":1,"tenure":1,"cause":"superseded"}
                {"at":6,"event":"end"}
                """);

        var typed = Typed.command("check", "--json", file.toString());

        assertThat(typed.out()).hasLineCount(1).isEqualToNormalizingNewlines("""
                {"cluster":"orders","startedAt":"1970-01-01T00:00:00Z","seconds":6.000000000,"safe":true,\
                "verdict":"held: no term had two leaders, 2 terms checked",\
                "runs":1,"events":4,"observed":0,"missed":0,"missedFacts":0,"torn":0,"elections":2,"firstTerm":1,"lastTerm":2,\
                "causes":{"start":1,"unknown":1},"storms":{"times":0,"largest":[]},\
                "tenures":{"a \\"b\\" </script>":{"times":1,"seconds":3.000000000},"s1":{"times":1,"seconds":2.500000000}},\
                "withoutKnownLeader":{"times":1,"seconds":1.000000000,"longestSeconds":1.000000000},\
                "untilReady":{"times":1,"seconds":0.250000000,"longestSeconds":0.250000000},\
                "longestOverlap":{"older":"1.000s s1 acquired term 1",\
                "newer":"3.000s \\"a \\\\\\"b\\\\\\" </script>\\" acquired term 2","seconds":0.500000000},\
                "anomalies":{}}
                """);
        assertThat(typed.err()).isEmpty();
        assertThat(typed.exitCode()).isZero();
    }

    @Test
    void violationIsInTheJsonAndInTheExitCode() throws IOException {
        write("""
                {"at":1,"event":"acquired","server":"s1","term":7}
                {"at":2,"event":"acquired","server":"s2","term":7}
                """);

        var typed = Typed.command("check", "--json", file.toString());

        assertThat(typed.out()).contains("\"safe\":false", "VIOLATED");
        assertThat(typed.exitCode()).isEqualTo(1);
    }

    @Test
    void termWithTwoLeadersIsUnsafeAndNamesBoth() throws IOException {
        write("""
                {"at":1,"event":"acquired","server":"s1","term":7}
                {"at":2,"event":"acquired","server":"s2","term":7}
                """);

        var typed = Typed.command("check", file.toString());

        assertThat(typed.out())
                .endsWith("Election Safety VIOLATED: a term had two leaders, 1 term checked" + System.lineSeparator()
                        + "  term 7: s1 at 1.000s, s2 at 2.000s" + System.lineSeparator());
        assertThat(typed.exitCode()).isEqualTo(1);
    }

    @Test
    void observedEventsAreReported() throws IOException {
        write("""
                {"at":1,"event":"acquired","server":"s1","term":7,"uncertainty":0.5}
                {"at":2,"event":"lost","server":"s1","term":7,"uncertainty":0.5}
                {"at":3,"event":"acquired","server":"s2","term":8}
                """);

        var typed = Typed.command("check", file.toString());

        assertThat(typed.out())
                .contains(
                        "  observed         2 events that may be earlier than shown; polls cannot detect two leaders in one term");
        assertThat(typed.exitCode()).isZero();
    }

    @Test
    void missingEventsAreReported() throws IOException {
        write("""
                {"at":1,"event":"acquired","server":"s1"}
                {"at":2,"event":"missed","count":3}
                """);

        assertThat(Typed.command("check", file.toString()).out())
                .contains("missing          3 events")
                .contains("held: no term had two leaders, 0 terms checked, 4 events could not be");
    }

    @Test
    void missingFactsAreReported() throws IOException {
        write("""
                {"at":1,"event":"acquired","server":"s1"}
                {"at":2,"event":"missed","count":0,"facts":12}
                """);

        assertThat(Typed.command("check", file.toString()).out())
                .contains("missing          0 events and 12 facts")
                .contains("held: no term had two leaders");
        assertThat(Typed.command("check", "--json", file.toString()).out())
                .contains("\"missed\":0,\"missedFacts\":12,");
    }

    @Test
    void damagedFileIsNamedWithItsLine() throws IOException {
        write("{\"at\":}\n");

        var typed = Typed.command("check", file.toString());

        assertThat(typed.err())
                .startsWith("raft-election: " + file + ": line 2: is not valid JSON")
                .hasLineCount(1);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.exitCode()).isEqualTo(2);
    }

    @Test
    void incompleteLineIsSkippedAndReported() throws IOException {
        write("{\"at\":1,\"event\":\"acquired\",\"server\":\"s1\",\"term\":7}\n{\"at\":2,\"eve");

        var typed = Typed.command("check", file.toString());

        assertThat(typed.out())
                .contains("  missing          1 event")
                .contains("  incomplete       1 last line, skipped and counted as a missing event");
        assertThat(typed.exitCode()).isZero();
    }

    @Test
    void strictCheckRejectsAnIncompleteLine() throws IOException {
        write("{\"at\":1,\"event\":\"acquired\",\"server\":\"s1\",\"term\":7}\n{\"at\":2,\"eve");

        var typed = Typed.command("check", "--strict", file.toString());

        assertThat(typed.err()).isEqualToNormalizingNewlines("raft-election: " + file + ": line 3: is incomplete\n");
        assertThat(typed.exitCode()).isEqualTo(2);
    }

    @Test
    void folderIsRejected() {
        assertThat(Typed.command("check", folder.toString()).err())
                .isEqualToNormalizingNewlines("raft-election: " + folder + ": is a directory, expected a recording\n");
    }

    @Test
    void missingFileIsReported() {
        var typed = Typed.command("check", file.toString());

        assertThat(typed.err())
                .hasToString("raft-election: " + file + ": no such file or directory" + System.lineSeparator());
        assertThat(typed.exitCode()).isEqualTo(2);
    }

    private void write(String events) throws IOException {
        Files.writeString(file, "{\"format\":\"raft-election\",\"version\":1,\"cluster\":\"orders\"}\n" + events);
    }
}
