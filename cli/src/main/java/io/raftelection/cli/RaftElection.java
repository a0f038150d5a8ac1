package io.raftelection.cli;

import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The entry point of the command {@code raft-election}. */
@Command(
        name = "raft-election",
        description =
                "Watch who leads Raft clusters, run demo clusters, and check recordings and logs for Election Safety.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            WatchCommand.class,
            CheckCommand.class,
            ReportCommand.class,
            LogsCommand.class,
            CompletionCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0    Election Safety held: no term had two leaders",
            "  1    Election Safety was violated: two servers led in the same term",
            "  2    an option is invalid, or a file cannot be read or written",
            "  3    the command failed, for example because it ran out of memory",
            "  130  the command was stopped by Ctrl-C, and Election Safety held until then",
            "  143  the command was stopped by SIGTERM, and Election Safety held until then",
            "",
            "Examples:",
            "  raft-election run",
            "  raft-election run --servers 5 --duration 1m --seed 7 --record run.jsonl",
            "  raft-election watch etcd http://127.0.0.1:2379",
            "  raft-election check run.jsonl",
            "  raft-election report run.jsonl",
            "  raft-election logs s1.log s2.log s3.log"
        })
public final class RaftElection {
    /** Election Safety held. */
    static final int SAFE = 0;

    /** Election Safety was violated. */
    static final int UNSAFE = 1;

    /** An option is invalid, or a file cannot be read or written. */
    static final int USAGE = 2;

    /** The command failed. */
    static final int FAILED = 3;

    private RaftElection() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        ExitGuard.install();
        int code;
        try {
            // Engine libraries log with java.util.logging, which would print between the lines of the command.
            LogManager.getLogManager().reset();
            code = run(args);
        } catch (Throwable e) {
            throw ExitGuard.fail(e);
        }
        ExitGuard.exit(code);
    }

    /** Runs the command. It fails if its output cannot be written, because the caller then has no result. */
    private static int run(String[] args) {
        var command = commandLine();
        int code = command.execute(args);
        if (System.out.checkError()) { // each subcommand buffers its output in its own writer
            printError(command, "standard output: cannot be written");
            return FAILED;
        }
        return code;
    }

    static CommandLine commandLine() {
        var command = new CommandLine(new RaftElection());
        // A file name may start with @, which picocli would otherwise read as a file of options.
        command.setExpandAtFiles(false);
        command.setParameterExceptionHandler(RaftElection::reject);
        command.setExecutionExceptionHandler((failure, line, result) -> fail(line, failure));
        return command;
    }

    /** Reports an invalid option in one line without control characters. */
    private static int reject(ParameterException mistake, String[] args) {
        var line = mistake.getCommandLine();
        var message = String.valueOf(mistake.getMessage()).lines().findFirst().orElse("invalid option");
        printError(
                line,
                message.replaceAll("\\p{Cc}", "?") + Suggestions.of(mistake) + " (see "
                        + line.getCommandSpec().qualifiedName(" ") + " --help)");
        return USAGE;
    }

    private static int fail(CommandLine line, Exception failure) {
        printError(line, failure.getMessage() == null ? failure.toString() : failure.getMessage());
        return failure instanceof FileException ? USAGE : FAILED;
    }

    private static void printError(CommandLine line, String message) {
        line.getErr().println("raft-election: " + message);
        line.getErr().flush();
    }
}
