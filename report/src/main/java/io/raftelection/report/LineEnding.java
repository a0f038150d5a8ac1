package io.raftelection.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out whether the last line of a file lacks its line break, because its process was killed. */
final class LineEnding {
    private LineEnding() {}

    /** {@return the line break to write before appending, or an empty string} */
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
