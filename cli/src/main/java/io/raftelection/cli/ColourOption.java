package io.raftelection.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Selects coloured or plain output. The default is coloured on a terminal and plain elsewhere. */
final class ColourOption {
    @Option(
            names = "--no-color",
            description = "Do not use colours. This is the default if the output is not a terminal or NO_COLOR is set.")
    private boolean plain;

    /** {@return what prints to standard output, or to standard error if that is for JSON} */
    Screen screen(CommandSpec spec, WallTimes times, boolean json) {
        return json
                ? new Screen(spec.commandLine().getErr(), Style.PLAIN, times, false)
                : new Screen(spec.commandLine().getOut(), style(), times, isTerminal());
    }

    private Style style() {
        return !plain
                        && isTerminal()
                        && System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
                ? Style.COLOURED
                : Style.PLAIN;
    }

    /** Java 17 cannot detect whether standard output alone is a terminal, so the start script passes a property. */
    private static boolean isTerminal() {
        return Boolean.getBoolean("raftelection.terminal");
    }
}
