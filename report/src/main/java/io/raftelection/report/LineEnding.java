package io.raftelection.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The line break that a killed process did not write. */
final class LineEnding {
    private LineEnding() {}

    /** {@return the line break that has to be written before anything is appended, or nothing} */
    static String missingFrom(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (var in = FileChannel.open(file)) {
            var last = ByteBuffer.allocate(1);
            return in.size() == 0 || in.read(last, in.size() - 1) < 1 || last.get(0) == '\n' ? "" : "\n";
        }
    }
}
