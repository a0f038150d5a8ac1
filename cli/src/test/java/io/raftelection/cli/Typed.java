package io.raftelection.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The result of a command line that ran in this process. */
record Typed(int exitCode, String out, String err) {

    static Typed command(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = RaftElection.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        return new Typed(exitCode, out.toString(), err.toString());
    }
}
