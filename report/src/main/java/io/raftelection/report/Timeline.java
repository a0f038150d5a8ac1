package io.raftelection.report;

import io.raftelection.History;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A history to look at: one HTML page that needs nothing else, neither scripts nor a network.
 *
 * <p>It has the verdict on Election Safety, the {@link Figures}, a lane for each server with a bar for each time that
 * it led, and the events in the one notation. Whatever is too narrow to be drawn beside its neighbour is drawn as one
 * with it, and says so when pointed at; of a long history, the events in the middle are not listed, but counted.
 */
public final class Timeline {
    private Timeline() {}

    /**
     * Writes the page.
     *
     * @param history what was heard
     * @param file where to, created or overwritten
     * @throws IOException if the file cannot be written
     */
    public static void write(History history, Path file) throws IOException {
        Objects.requireNonNull(history, "history: is null");
        Objects.requireNonNull(file, "file: is null");
        // This writer, unlike that of Files, has a question mark for half a character.
        try (var out =
                new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8))) {
            new Page(history).write(out);
        }
    }
}
