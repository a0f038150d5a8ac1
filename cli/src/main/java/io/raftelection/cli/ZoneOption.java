package io.raftelection.cli;

import java.time.ZoneOffset;
import picocli.CommandLine.Option;

/** Selects the time zone of the wall-clock times that a command prints. */
final class ZoneOption {
    @Option(
            names = "--utc",
            description = "Print wall-clock times in UTC. By default, they are in the time zone of this machine.")
    private boolean utc;

    /** {@return the form of wall-clock times} */
    WallTimes times() {
        return utc ? new WallTimes(ZoneOffset.UTC) : WallTimes.local();
    }
}
