package io.raftelection.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.History;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that readers report damage, and skip a last line that is incomplete. */
final class DamagedRecordingTest {
    private static final String HEADER = "{\"format\":\"raft-election\",\"version\":2}\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"at":1}}                                           | line 2: is not valid JSON
            "at":                                               | line 2: is not a JSON object
            {"at":,}                                            | line 2: is not valid JSON
            []                                                  | line 2: is not a JSON object
            {} {}                                               | line 2: has more than one JSON object
            {"at":1,"at":2}                                     | line 2: is not valid JSON: Duplicate field 'at'
            {"event":"acquired"}                                | line 2: at is missing
            {"at":"1"}                                          | line 2: at is 1, expected seconds from 0 to 1000000000
            {"at":-1}                                           | line 2: at is -1, expected seconds
            {"at":1e999999999}                                  | line 2: at is 1E+999999999, expected seconds
            {"at":1e-999999999}                                 | line 2: at is 1E-999999999, expected seconds
            {"at":1}                                            | line 2: event is missing
            {"at":1,"event":"won"}                              | line 2: event is "won", expected acquired, ready, lost, follows, members, begins, ends, missed or end
            {"at":1,"event":"acquired"}                         | line 2: server is missing
            {"at":1,"event":"acquired","server":7}              | line 2: server is not a string
            {"at":1,"event":"acquired","server":" "}            | line 2: server id: is blank
            {"at":1,"event":"acquired","server":"s","term":-1}  | line 2: term is -1, expected a whole number
            {"at":1,"event":"acquired","server":"s","term":1.5} | line 2: term is 1.5, expected a whole number
            {"at":1,"event":"acquired","server":"s","term":1e30}| line 2: term is 1E+30, expected a whole number
            {"at":1,"event":"lost","server":"s","cause":"x"}    | line 2: cause is "x", expected one of stepped down
            {"at":1,"event":"lost","server":"s","cause":"engine reason"} | line 2: reason is missing
            {"at":1,"event":"acquired","server":"s","anomalies":["x"]} | line 2: anomalies is "x", expected one of unexpected
            {"at":1e9999999999}                                 | line 2: at is 1e9999999999, which is out of range
            {"at":null}                                         | line 2: at is not a string, a number or a list of strings
            {"at":1,"event":"lost","server":"s","cause":{}}     | line 2: cause is not a string, a number or a list of strings
            {"at":1,"event":"acquired","server":"s","anomalies":true} | line 2: anomalies is not a string
            {"at":1,"event":"missed","count":9007199254740993}  | line 2: count is 9007199254740993, expected at most
            {"at":1,"event":"acquired","server":"s","uncertainty":-1} | line 2: uncertainty is -1, expected seconds
            {"at":1,"event":"acquired","server":"s","anomalies":[1]} | line 2: anomalies is not a list of strings
            {"at":1,"event":"ready"}                            | line 2: server is missing
            {"at":1,"event":"follows","server":"s"}             | line 2: leader is missing, expected a leader, or a view that is nobody or unknown
            {"at":1,"event":"follows","server":"s","leader":" "}| line 2: leader: is blank
            {"at":1,"event":"follows","server":"s","leader":"t","view":"nobody"} | line 2: view and leader are both present
            {"at":1,"event":"follows","server":"s","view":"t"}  | line 2: view is "t", expected one of nobody, unknown
            {"at":1,"event":"follows","server":"s","view":"unknown","term":7} | line 2: unknown view of server s: has a leader or a term
            {"at":1,"event":"members","server":"s"}             | line 2: voters is missing
            {"at":1,"event":"members","server":"s","voters":"s"}| line 2: voters is not a list
            {"at":1,"event":"members","server":"s","voters":["s","s"]} | line 2: voters has "s" twice
            {"at":1,"event":"members","server":"s","voters":["s"],"learners":["s"]} | line 2: learner s: votes too
            """)
    void damagedLineIsNamedWithItsReason(String line, String message) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(DamagedRecordingException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void totalOfMissingEventsIsBounded() {
        var most = "{\"at\":1,\"event\":\"missed\",\"count\":9007199254740992}\n";

        assertDamaged(most + most, "line 3: count is 9007199254740992, expected at most 9007199254740992 in total");
    }

    @Test
    void clusterNameFollowsTheRulesForTrackers() {
        assertThatThrownBy(() -> Recording.read(
                        new StringReader("{\"format\":\"raft-election\",\"version\":1,\"cluster\":\"\\u001b[31m\"}")))
                .hasMessage("line 1: cluster: character 1 is U+001B, expected no control character, no invisible"
                        + " character and no unpaired surrogate: \"\\u001b[31m\"");
    }

    @Test
    void lineThatIsNotUtf8IsNamed() throws IOException {
        var bytes = (HEADER + "{\"at\":1,\"event\":\"missed\",\"count\":1}\n{}\n").getBytes(UTF_8);
        bytes[bytes.length - 3] = (byte) 0xff;
        var file = Files.write(folder.resolve("half-binary"), bytes);

        assertThatThrownBy(() -> Recording.read(file)).hasMessage("line 3: is not UTF-8");
    }

    @Test
    void linesAreInOrderOfTime() {
        assertDamaged(
                "{\"at\":2,\"event\":\"missed\",\"count\":1}\n{\"at\":1,\"event\":\"end\"}",
                "line 3: at is earlier than in the line before");
    }

    @Test
    void nothingFollowsTheEnd() {
        assertDamaged("{\"at\":2,\"event\":\"end\"}\n{\"at\":2,\"event\":\"end\"}", "line 3: is after the end event");
    }

    @Test
    void emptyLineInBetweenIsDamage() {
        assertDamaged("\n{\"at\":2,\"event\":\"end\"}", "line 2: is empty, expected an event");
    }

    @Test
    void lineThatIsTooLongIsNotReadIntoMemory() {
        assertDamaged("x".repeat(1 << 17), "line 2: is longer than 65536 bytes");
    }

    @Test
    void recordingStartsWithAHeader() {
        assertThatThrownBy(() -> Recording.read(new StringReader("")))
                .hasMessage("line 1: is empty, expected a header");
        assertThatThrownBy(() -> Recording.read(new StringReader("{\"at\":1}")))
                .hasMessage("line 1: is not a header, expected {\"format\":\"raft-election\",\"version\":2,...}");
        assertThatThrownBy(() -> Recording.read(new StringReader("{\"format\":\"raft-election\",\"version\":3}")))
                .hasMessage("line 1: version is 3, expected 1 or 2");
        assertThatThrownBy(() -> Recording.read(
                        new StringReader("{\"format\":\"raft-election\",\"version\":1,\"startedAt\":\"noon\"}")))
                .hasMessage("line 1: startedAt is \"noon\", expected a time such as 2026-01-31T12:00:00Z");
    }

    @Test
    void fileThatIsNotTextIsDamaged() throws IOException {
        var file = Files.write(folder.resolve("binary"), new byte[] {'{', (byte) 0xff, (byte) 0xfe});

        assertThatThrownBy(() -> Recording.read(file)).hasMessage("line 1: is not UTF-8");
    }

    @Test
    void lastLineThatIsTruncatedAnywhereIsSkippedAndCountedAsMissing() throws IOException {
        var whole = HEADER + "{\"at\":0.5,\"event\":\"acquired\",\"server\":\"s\u00e41\",\"term\":3}\n";
        var bytes = whole.getBytes(UTF_8);
        for (int length = HEADER.length(); length < bytes.length - 1; length++) {
            var history = Recording.read(new ByteArrayInputStream(bytes, 0, length));
            assertThat(history.events().size() + history.dropped())
                    .as("cut at " + length)
                    .isEqualTo(length == HEADER.length() ? 0 : 1);
            assertThat(history.events()).isEmpty();
        }
        assertThat(Recording.read(new ByteArrayInputStream(bytes, 0, bytes.length - 1))
                        .events())
                .hasSize(1);
    }

    @Test
    void blockThatWasNotWrittenIsATornLine() throws IOException {
        assertThat(read("{\"at\":1,\"event\":\"acquired\",\"ser\0\0\0\0").dropped())
                .isEqualTo(1);
    }

    @Test
    void firstDamagedLineIsNamedIfTheNextOneIsDamagedToo() {
        for (var next : new String[] {"[]", "\ud800", "{\"at\":null}", "x".repeat(1 << 17)}) {
            assertThatThrownBy(() -> read("{\"at\":1,\"event\n" + next + "\n"))
                    .as(next.substring(0, 1))
                    .hasMessageStartingWith("line 2: is not valid JSON");
        }
    }

    @Test
    void incompleteLineElsewhereIsDamage() {
        assertThatThrownBy(() -> read("{\"at\":1,\"event\n{\"at\":2,\"event\":\"end\"}\n"))
                .hasMessageStartingWith("line 2: is not valid JSON");
    }

    @Test
    void incompleteHeaderIsReported() {
        assertThatThrownBy(() -> Recording.read(new StringReader("{\"format\":\"raft-ele")))
                .hasMessage("line 1: is incomplete, expected a header");
    }

    private static History read(String lines) throws IOException {
        return Recording.read(new StringReader(HEADER + lines));
    }

    private static void assertDamaged(String lines, String message) {
        assertThatThrownBy(() -> read(lines)).hasMessage(message);
    }
}
