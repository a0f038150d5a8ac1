package io.raftelection.testing.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the interpreter with scenarios that are right, wrong, or not valid. */
final class ScenarioTest {
    private static final String RIGHT = """
            lenient
            track s1
            1.000s s1 acquired term 7
            ----
            1.000s s1 acquired term 7
            """;

    @TempDir
    Path folder;

    @Test
    void inputWithoutOutputGetsOne() {
        assertThat(Scenario.play("lenient\ntrack s1\n1.000s s1 acquired term 7\n"))
                .isEqualTo(RIGHT);
    }

    @Test
    void rightScenarioStaysAsItIs() {
        assertThat(Scenario.play(RIGHT)).isEqualTo(RIGHT);
    }

    @Test
    void wrongOutputFailsAndNamesTheLine() throws IOException {
        var file = Files.writeString(folder.resolve("wrong.txt"), RIGHT.replace("----\n1.000s", "----\n2.000s"));

        assertThatThrownBy(() -> check(file, false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("wrong.txt: line 5: expected \"2.000s s1 acquired term 7\","
                        + " but was \"1.000s s1 acquired term 7\"");
    }

    @Test
    void rewriteFlagAcceptsWhatHappens() throws IOException {
        var file = Files.writeString(folder.resolve("wrong.txt"), RIGHT.replace("----\n1.000s", "----\n2.000s"));

        check(file, true);

        assertThat(file).hasContent(RIGHT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            track s1              | line 1: "track s1": expected strict or lenient first
            lenient;lenient       | line 2: "lenient": expected once, as the first line
            lenient;1s s1 acquired| line 2: "1s s1 acquired": server s1 is not tracked
            lenient;1s s1 won     | line 2: event "1s s1 won": column 7: expected acquired, ready, lost, follows or members
            lenient;advance       | line 2: "advance": expected advance TIME
            lenient;advance x     | line 2: "advance x": expected advance TIME
            lenient;close now     | line 2: "close now": expected close
            lenient;expect s1     | line 2: "expect s1": expected expect SERVER... within TIME
            lenient;track s1;2s s1 acquired;1s s1 lost (missed) | line 4: "1s s1 lost (missed)": is earlier
            lenient;fly           | line 2: "fly": expected an event as in 12.304s s2 acquired term 7, or one of advance
            ----                  | line 1: "----": expected input before it
            """)
    void lineThatIsNoneIsNamed(String lines, String message) {
        assertThatThrownBy(() -> Scenario.play(lines.replace(';', '\n')))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void errorShowsNoMoreThanOneLineCan() {
        assertThatThrownBy(() -> Scenario.play("\u001b" + "x".repeat(1_000_000)))
                .hasMessage("line 1: \"?" + "x".repeat(199) + "…\": expected strict or lenient first");
    }

    @Test
    void longQuotesAreRefusedAsShortOnesAre() {
        assertThatThrownBy(() -> Scenario.play("lenient\ntrack \"" + "x".repeat(100_000) + "\""))
                .isInstanceOf(ScenarioException.class)
                .hasMessageEndingWith(": expected track SERVER...");
    }

    @ParameterizedTest
    @ValueSource(strings = {"advance", "stall"})
    void timeEndsWhereTheNotationDoes(String command) {
        var played = Scenario.play("lenient\n" + (command + " 999999999s\n").repeat(20));

        assertThat(played).contains("refused: time: ", " more, expected to end before 1000000000.000s");
    }

    @Test
    void serverWhoseNameStartsLikeACommentIsPlayedAgain() {
        var played = Scenario.play("lenient\ntrack \"#1\"\n1s \"#1\" acquired\nleader\nstandings\n");

        assertThat(Scenario.play(played)).isEqualTo(played);
    }

    private static void check(Path file, boolean rewrite) throws IOException {
        var before = System.getProperty(ScenarioFile.REWRITE, "false");
        System.setProperty(ScenarioFile.REWRITE, String.valueOf(rewrite));
        try {
            ScenarioFile.check(file);
        } finally {
            System.setProperty(ScenarioFile.REWRITE, before);
        }
    }
}
