package io.raftelection.cli;

import static io.raftelection.fuzzing.Property.check;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.raftelection.fuzzing.Memory;
import io.raftelection.fuzzing.Property;
import java.io.PrintWriter;
import java.io.StringWriter;

/** The parser of the command's options; nothing is run. */
final class OptionsFuzzTest {

    @FuzzTest
    void commandLineIsTakenOrRefusedInOneLine(byte[] words) throws Exception {
        var text = new String(words, UTF_8);
        var args = text.split("\n", -1);
        Memory.check(() -> text.length() + typed(args).err().length());
        checkAnswer(typed(args));
        // The command shows control characters as question marks; the parser of times leaves that to it.
        Property.hold(new DurationSubject(), args[args.length - 1].replaceAll("\\p{Cc}", "?"));
    }

    /** What the command answers. */
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
        var said = answer.err().strip();
        check(answer.out().isEmpty(), "prints " + answer);
        if (answer.exitCode() == RaftElection.SAFE) {
            check(said.isEmpty(), "takes it, and complains: " + answer);
        } else {
            check(answer.exitCode() == RaftElection.USAGE, "exits as if it had run: " + answer);
            check(said.startsWith("raft-election: ") && said.endsWith(" --help)"), "refuses without help: " + answer);
            check(said.chars().noneMatch(Character::isISOControl), "refuses in more than a line: " + answer);
        }
    }
}
