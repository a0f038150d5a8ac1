package io.raftelection.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script with which a shell completes command lines of {@code raft-election}. */
@Command(
        name = "completion",
        description = {
            "Print a script that lets bash and zsh complete commands, options and their values.",
            "In zsh, run \"autoload -U +X bashcompinit && bashcompinit\" first."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 the script was printed, 2 an option is invalid, 3 the command failed.",
            "",
            "Examples:",
            "  source <(raft-election completion)",
            "  raft-election completion > ~/.local/share/bash-completion/completions/raft-election"
        })
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var root = spec.root().commandLine();
        var out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(root.getCommandName(), root));
        out.flush();
        return RaftElection.SAFE;
    }
}
