package io.raftelection.cli;

import static io.raftelection.fuzzing.Property.check;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.raftelection.fuzzing.Memory;
import io.raftelection.fuzzing.Property;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Fuzzes the parser of the command's options without running the command. */
final class OptionsFuzzTest {

    @FuzzTest
    void commandLineIsTakenOrRefusedInOneLine(byte[] words) throws Exception {
        var text = new String(words, UTF_8);
        var args = text.split("\n", -1);
        Memory.check(() -> text.length() + typed(args).err().length());
        checkAnswer(typed(args));
        // The command replaces control characters in messages; the duration converter does not.
        Property.hold(new DurationSubject(), args[args.length - 1].replaceAll("\\p{Cc}", "?"));
    }

    /** The result of the command. */
    private record Answer(int exitCode, String out, String err) {}

    private static Answer typed(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = RaftElection.commandLine()
                .setExecutionStrategy(parsed -> RaftElection.SAFE)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        return new Answer(exitCode, out.toString(), err.toString());
    }

    private static void checkAnswer(Answer answer) {
        var message = answer.err().strip();
        check(answer.out().isEmpty(), "prints " + answer);
        if (answer.exitCode() == RaftElection.SAFE) {
            check(message.isEmpty(), "accepts the options, but prints an error: " + answer);
        } else {
            check(answer.exitCode() == RaftElection.USAGE, "rejects the options with the wrong exit code: " + answer);
            check(
                    message.startsWith("raft-election: ") && message.endsWith(" --help)"),
                    "rejects without a reference to --help: " + answer);
            check(message.chars().noneMatch(Character::isISOControl), "rejects in more than one line: " + answer);
        }
    }
}
