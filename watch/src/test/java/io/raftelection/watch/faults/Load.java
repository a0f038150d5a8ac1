package io.raftelection.watch.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The load of this machine, without which times say little. */
final class Load {
    private Load() {}

    /** {@return the load of the last minute; {@code unknown} on a system that does not tell it} */
    static String now() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        } catch (IOException e) {
            return "unknown";
        }
    }
}
