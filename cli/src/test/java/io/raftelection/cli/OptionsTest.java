package io.raftelection.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the messages for invalid options, and the help. */
final class OptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            run --servers 0        | --servers: 0, expected 1 to 9
            run --servers 10       | --servers: 10, expected 1 to 9
            run --servers three    | Invalid value for option '--servers': 'three' is not an int
            run --engine paxos     | Invalid value for option '--engine': "paxos", expected ratis, jraft, microraft, jgroups-raft, curator
            run --duration 5       | Invalid value for option '--duration': "5", expected 1ms to 24h, for example 30s or 2m
            run --duration 0s      | Invalid value for option '--duration': "0s", expected 1ms to 24h, for example 30s or 2m
            run --duration 25h     | Invalid value for option '--duration': "25h", expected 1ms to 24h, for example 30s or 2m
            run --seed x           | Invalid value for option '--seed': 'x' is not a long
            run --colour           | Unknown option: '--colour' (see
            run --recrod r.jsonl   | Unknown options: '--recrod', 'r.jsonl'; did you mean --record? (see
            check --srtict=yes a   | Unknown option: '--srtict=yes'; did you mean --strict? (see
            run --engine microaft  | Invalid value for option '--engine': "microaft", expected ratis, jraft, microraft, jgroups-raft, curator; did you mean microraft?
            check                  | Missing required parameter: 'FILE.jsonl'
            chekc                  | Unmatched argument at index 0: 'chekc'; did you mean check? (see raft-election --help)
            """)
    void invalidOptionIsReportedInOneLine(String line, String message) {
        var typed = Typed.command(line.split(" ", -1));

        assertThat(typed.err()).startsWith("raft-election: " + message).hasLineCount(1);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.exitCode()).isEqualTo(2);
    }

    @Test
    void unwritableFileIsReportedBeforeTheClusterStarts() {
        var typed = Typed.command("run", "--record", "/no/such/folder/run.jsonl");

        assertThat(typed.err())
                .isEqualToNormalizingNewlines("raft-election: /no/such/folder/run.jsonl: no such file or directory\n");
        assertThat(typed.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "run --help", "check --help", "completion --help"})
    void helpHasExamplesAndExitCodes(String line) {
        var typed = Typed.command(line.split(" ", -1));

        assertThat(typed.out()).contains("Usage: raft-election", "Exit codes:", "Example");
        assertThat(typed.exitCode()).isZero();
    }

    @Test
    void argumentWithAnAtSignIsAFileName(@TempDir Path folder) throws IOException {
        var options = Files.writeString(folder.resolve("options"), "--help");

        assertThat(Typed.command("check", "@" + options).err())
                .isEqualToNormalizingNewlines("raft-election: @" + options + ": no such file or directory\n");
    }

    @Test
    void invalidOptionIsPrintedWithoutControlCharacters() {
        assertThat(Typed.command("run", "--duration", "\u001b[31m").err())
                .startsWith("raft-election: Invalid value for option '--duration': \"?[31m\", expected 1ms to 24h");
    }

    @Test
    void missingSubcommandIsAUsageError() {
        assertThat(Typed.command().exitCode()).isEqualTo(2);
    }
}
