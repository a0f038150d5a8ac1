package io.raftelection.cli;

import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The door of the command. */
@Command(
        name = "raft-election",
        description = "Know who leads a Raft cluster, since when, and prove it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RunCommand.class, CheckCommand.class, ReportCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0    election safety held",
            "  1    election safety was violated: two servers acquired one term",
            "  2    bad usage, or a file that cannot be read or written",
            "  3    the command itself failed: out of memory, output that cannot be written, a run that cannot go on",
            "  130  stopped by Ctrl-C, 143 by SIGTERM, and election safety held until then",
            "",
            "Examples:",
            "  raft-election run",
            "  raft-election run --servers 5 --duration 1m --seed 7 --record run.jsonl",
            "  raft-election check run.jsonl",
            "  raft-election report run.jsonl"
        })
public final class RaftElection {
    /** Election safety held. */
    static final int SAFE = 0;

    /** Election safety was violated. */
    static final int UNSAFE = 1;

    /** Bad usage, or a file that cannot be read or written. */
    static final int USAGE = 2;

    /** The command itself failed. */
    static final int FAILED = 3;

    private RaftElection() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args as typed
     */
    public static void main(String[] args) {
        ExitGuard.install();
        int code;
        try {
            // The engines' libraries log with java.util.logging too, and would print between our lines.
            LogManager.getLogManager().reset();
            code = run(args);
        } catch (Throwable e) {
            throw ExitGuard.fail(e);
        }
        ExitGuard.exit(code);
    }

    /** Runs the command. What it prints must arrive: a verdict that nobody can read is none. */
    private static int run(String[] args) {
        var command = commandLine();
        int code = command.execute(args);
        if (System.out.checkError()) { // each subcommand has a writer of its own before it
            say(command, "standard output: cannot be written");
            return FAILED;
        }
        return code;
    }

    static CommandLine commandLine() {
        var command = new CommandLine(new RaftElection());
        // A file whose name starts with @ is a file, not a list of options.
        command.setExpandAtFiles(false);
        command.setParameterExceptionHandler(RaftElection::refuse);
        command.setExecutionExceptionHandler((failure, line, result) -> fail(line, failure));
        return command;
    }

    /** One line that a terminal can show, whatever is wrong with the options. */
    private static int refuse(ParameterException mistake, String[] args) {
        var line = mistake.getCommandLine();
        var message = String.valueOf(mistake.getMessage()).lines().findFirst().orElse("bad usage");
        say(
                line,
                message.replaceAll("\\p{Cc}", "?") + " (see "
                        + line.getCommandSpec().qualifiedName(" ") + " --help)");
        return USAGE;
    }

    private static int fail(CommandLine line, Exception failure) {
        say(line, failure.getMessage() == null ? failure.toString() : failure.getMessage());
        return failure instanceof CannotUseFile ? USAGE : FAILED;
    }

    private static void say(CommandLine line, String message) {
        line.getErr().println("raft-election: " + message);
        line.getErr().flush();
    }
}
