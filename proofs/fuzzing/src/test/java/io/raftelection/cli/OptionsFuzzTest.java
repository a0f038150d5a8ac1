package io.raftelection.cli;

import static io.raftelection.fuzzing.Property.check;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.raftelection.fuzzing.Property;
import java.io.PrintWriter;
import java.io.StringWriter;

/** The parser of the command's options; nothing is run. */
final class OptionsFuzzTest {

    @FuzzTest
    void commandLineIsTakenOrRefusedInOneLine(byte[] words) throws Exception {
        var text = new String(words, UTF_8);
        var args = text.split("\n", -1);
        checkCommandLine(args, text.length());
        Property.hold(new DurationSubject(), args[args.length - 1]);
    }

    private static void checkCommandLine(String[] args, int characters) {
        var out = new StringWriter();
        var err = new StringWriter();
        long before = Property.allocated();
        int exitCode = RaftElection.commandLine()
                .setExecutionStrategy(parsed -> RaftElection.SAFE)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        Property.checkMemory(before, characters);
        var said = err.toString();
        check(out.toString().isEmpty(), "prints " + out);
        if (exitCode == RaftElection.SAFE) {
            check(said.isEmpty(), "takes it and says " + said);
        } else {
            check(exitCode == RaftElection.USAGE, "exits with " + exitCode + " and says " + said);
            check(said.startsWith("raft-election: ") && said.lines().count() == 1, "refuses with " + said);
            check(said.strip().chars().noneMatch(Character::isISOControl), "refuses with control characters: " + said);
            check(said.strip().endsWith(" --help)") && !said.contains("null"), "refuses without a reason: " + said);
        }
    }
}
