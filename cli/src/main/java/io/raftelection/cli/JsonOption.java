package io.raftelection.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Selects JSON for the result of a command that ends by itself. */
final class JsonOption {
    @Option(
            names = "--json",
            description = "Print the result as a line of JSON; of several Raft groups, as a line for each. Everything"
                    + " else is printed to standard error.")
    private boolean json;

    boolean isGiven() {
        return json;
    }

    /** {@return what prints the result} */
    Results results(CommandSpec spec, Screen screen) {
        return new Results(screen, json ? Optional.of(spec.commandLine().getOut()) : Optional.empty());
    }
}
