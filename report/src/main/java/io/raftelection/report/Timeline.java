package io.raftelection.report;

import io.raftelection.History;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Writes a page that shows which server led when: a single HTML file without scripts, which needs no network.
 *
 * <p>The page has the Election Safety result, the {@link Figures}, a lane for each server, and the events in their
 * notation. If there are up to {@value TimelineBuilder#MAX_DRAWN} events in one run, each leadership is a bar; bars
 * that are too narrow are merged into one that counts them. For more events or several runs, the page shows the share
 * of each interval in which each server led, and states this. The list of events has the first and the last
 * {@value EventList#LISTED} events and counts the others.
 */
public final class Timeline {
    private Timeline() {}

    /**
     * Writes the page of a history.
     *
     * @param history the history to show
     * @param file the page, which is created or overwritten
     * @throws IOException if the file cannot be written
     */
    public static void write(History history, Path file) throws IOException {
        Objects.requireNonNull(history, "history: is null");
        Objects.requireNonNull(file, "file: is null");
        var builder = new TimelineBuilder();
        builder.started(history.cluster(), history.startedAt());
        builder.missed(Duration.ZERO, history.dropped());
        for (var event : history.events()) {
            builder.event(event);
        }
        builder.ended(history.until());
        builder.write(file);
    }
}
