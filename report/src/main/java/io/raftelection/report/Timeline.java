package io.raftelection.report;

import io.raftelection.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Writes a page that shows which server led when: a single HTML file, which opens from disk, loads nothing and allows
 * no script but its own.
 *
 * <p>The page has the Election Safety result, the {@link Figures}, a row for each server, a table, and the events in
 * their notation. A script zooms and moves the picture; without scripts, the page shows the whole time. Where bars are
 * too narrow to be drawn, their height is the part of the time in which the server led. With more than
 * {@value TimelineBuilder#MAX_EVENTS} events, the page has the first and last ones, those with anomalies, and the
 * densities of all, and says so.
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
        of(history).write(file);
    }

    /**
     * Writes the first view of the page of a history as an SVG picture, for a document.
     *
     * @param history the history to show
     * @param file the picture, which is created or overwritten
     * @throws IOException if the file cannot be written
     */
    public static void writeSvg(History history, Path file) throws IOException {
        Objects.requireNonNull(history, "history: is null");
        Objects.requireNonNull(file, "file: is null");
        of(history).writeSvg(file);
    }

    private static TimelineBuilder of(History history) {
        var builder = new TimelineBuilder();
        builder.started(history.cluster(), history.startedAt());
        history.visit(builder);
        for (var anchor : history.anchors()) {
            builder.time(anchor.at(), anchor.instant());
        }
        builder.ended(history.until());
        return builder;
    }
}
