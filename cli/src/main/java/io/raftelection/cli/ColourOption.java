package io.raftelection.cli;

import picocli.CommandLine.Option;

/** Whether to colour what is printed: on a terminal, unless told otherwise. */
final class ColourOption {
    @Option(names = "--no-color", description = "Print without colours; the default in a pipe, or with NO_COLOR set.")
    private boolean plain;

    Style style() {
        return !plain
                        && isTerminal()
                        && System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
                ? Style.COLOURED
                : Style.PLAIN;
    }

    /** The script that starts this program knows whether its output is a terminal; Java 17 cannot tell. */
    static boolean isTerminal() {
        return Boolean.getBoolean("raftelection.terminal");
    }
}
