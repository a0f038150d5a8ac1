package io.raftelection.report;

import io.raftelection.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The page of a timeline. */
final class Page {
    private static final String STYLE = "timeline.css";

    /** How many events are listed at the start, and at the end. */
    private static final int LISTED = 1_000;

    private final History history;
    private final int events;

    Page(History history) {
        this.history = history;
        this.events = history.events().size();
    }

    /** {@return what an event is called in the page's own links} */
    static String id(int index) {
        return "event-" + (index + 1);
    }

    void write(Appendable out) throws IOException {
        out.append("<!DOCTYPE html>\n");
        var page = new Markup(out);
        page.open("html", "lang", "en");
        head(page);
        page.open("body");
        page.text("h1", "Who led " + history.cluster());
        page.text(
                "p", "Election safety " + history.safety(), "class", history.isSafe() ? "verdict" : "verdict violated");
        figures(page);
        new Drawing(history, this::isListed).write(page);
        key(page);
        list(page);
        page.close().close();
    }

    private void head(Markup page) throws IOException {
        page.open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width");
        page.text("title", "Who led " + history.cluster());
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
        page.text("dd", history.startedAt() + ", for " + Figures.seconds(history.until()));
        for (var figure : Figures.of(history).entrySet()) {
            page.text("dt", figure.getKey());
            page.text("dd", figure.getValue());
        }
        page.close();
    }

    /** What the colours mean. */
    private static void key(Markup page) throws IOException {
        page.open("p", "class", "key");
        page.text("span", "leads", "class", "led");
        page.text("span", "nobody leads", "class", "none");
        page.text("span", "more than one leads, which Raft allows in different terms", "class", "several");
        page.text("span", "two leaders of one term, or another anomaly", "class", Mark.BAD);
        page.text("span", "observed: some time in there", "class", "unsure");
        page.close();
    }

    private boolean isListed(int index) {
        return index >= 0 && (index < LISTED || index >= events - LISTED);
    }

    private void list(Markup page) throws IOException {
        page.text("h2", Figures.counted(events, "event"));
        page.open("ol");
        for (int index = 0; index < events; index++) {
            if (isListed(index)) {
                var event = history.events().get(index);
                page.text(
                        "li",
                        event.toString(),
                        "id",
                        id(index),
                        "value",
                        index + 1,
                        "class",
                        event.anomalies().isEmpty() ? "event" : "event odd");
            } else if (index == LISTED) {
                page.text(
                        "li",
                        Figures.counted(events - 2L * LISTED, "event") + " more, which only the recording has",
                        "class",
                        "more");
            }
        }
        page.close();
    }
}
