package io.raftelection.report;

import io.raftelection.History;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * A page that shows who led when: one HTML file that needs nothing else, neither scripts nor a network.
 *
 * <p>The page has the verdict on Election Safety, the {@link Figures}, a lane for each server, and the events in the
 * one notation. Up to {@value TimelineBuilder#MAX_DRAWN} events of one run are drawn one by one: a bar for each time
 * that a server led, with bars that are too narrow drawn as one that counts them. More events, or those of several
 * runs, are drawn as shares: how much of each interval each server led. The page says which of the two it is. The list
 * of events has the first and the last {@value EventList#LISTED} events and counts the others.
 */
public final class Timeline {
    private Timeline() {}

    /**
     * Writes the page of a history.
     *
     * @param history what to show
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
