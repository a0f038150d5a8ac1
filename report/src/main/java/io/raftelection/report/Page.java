package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The page of a timeline. */
final class Page {
    private static final String STYLE = "timeline.css";

    private final RecordingSummary summary;
    private final EventList events;
    private final Picture picture;

    /**
     * Creates a page.
     *
     * @param summary the Election Safety result and the figures
     * @param events the events to list
     * @param picture the drawing
     */
    Page(RecordingSummary summary, EventList events, Picture picture) {
        this.summary = summary;
        this.events = events;
        this.picture = picture;
    }

    /** The drawing between the figures and the list of events. */
    interface Picture {
        void write(Markup page) throws IOException;
    }

    /** {@return the anchor of an event} */
    static String id(long index) {
        return "event-" + (index + 1);
    }

    void write(Appendable out) throws IOException {
        out.append("<!DOCTYPE html>\n");
        var page = new Markup(out);
        page.open("html", "lang", "en");
        head(page);
        page.open("body");
        page.text("h1", "Leaders of " + summary.cluster());
        page.text(
                "p",
                "Election Safety " + summary.verdict(),
                "class",
                summary.isSafe() ? "verdict" : "verdict violated");
        figures(page);
        picture.write(page);
        key(page);
        list(page);
        page.close().close();
    }

    private void head(Markup page) throws IOException {
        page.open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width");
        page.text("title", "Leaders of " + summary.cluster());
        page.text("style", style());
        page.close();
    }

    private static String style() throws IOException {
        try (var in = Objects.requireNonNull(Page.class.getResourceAsStream(STYLE), STYLE)) {
            return "\n" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void figures(Markup page) throws IOException {
        page.open("dl");
        page.text("dt", "from");
        page.text("dd", summary.startedAt() + ", for " + Figures.seconds(summary.until()));
        for (var figure : Figures.of(summary).entrySet()) {
            page.text("dt", figure.getKey());
            page.text("dd", figure.getValue());
        }
        page.close();
    }

    /** Writes the legend of the colours. */
    private static void key(Markup page) throws IOException {
        page.open("p", "class", "key");
        page.text("span", "thick: the server led; thin: it followed the leader of that colour", "class", "led");
        page.text("span", "the leader became ready", "class", "ready");
        page.text("span", "members changed", "class", "members");
        page.text("span", "no known leader", "class", "none");
        page.text("span", "several leaders, which Raft allows in different terms", "class", "several");
        page.text("span", "two leaders in one term, or another anomaly", "class", Mark.BAD);
        page.text("span", "observed later: the exact time is unknown", "class", "unsure");
        page.close();
    }

    private void list(Markup page) throws IOException {
        page.text("h2", Figures.counted(events.count(), "event"));
        page.open("ol");
        long index = 0;
        for (var event : events.first()) {
            item(page, index++, event);
        }
        long omitted = events.omitted();
        if (omitted > 0) {
            page.text(
                    "li",
                    Figures.counted(omitted, "event") + " omitted; the recording has all events",
                    "class",
                    "more");
        }
        index += omitted;
        for (var event : events.last()) {
            item(page, index++, event);
        }
        page.close();
    }

    private static void item(Markup page, long index, LeadershipEvent event) throws IOException {
        page.text(
                "li",
                event.toString(),
                "id",
                id(index),
                "value",
                index + 1,
                "class",
                event.anomalies().isEmpty() ? "event" : "event odd");
    }
}
