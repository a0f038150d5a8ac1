package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;

/** The page of a timeline. */
final class Page {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** The number of events that the list has at its start and at its end, until the script fills it. */
    private static final int LISTED = 1_000;

    private final RecordingSummary summary;
    private final TimelineData data;

    /**
     * Creates a page.
     *
     * @param summary the Election Safety result and the figures
     * @param data what the page shows
     */
    Page(RecordingSummary summary, TimelineData data) {
        this.summary = summary;
        this.data = data;
    }

    void write(Writer out) throws IOException {
        var assets = Assets.page();
        out.append("<!DOCTYPE html>\n");
        var page = new Markup(out);
        page.open("html", "lang", "en");
        page.open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "http-equiv", "Content-Security-Policy", "content", assets.policy());
        page.empty("meta", "name", "viewport", "content", "width=device-width");
        page.text("title", "Leaders of " + summary.cluster());
        page.raw("style", assets.style());
        page.close();
        page.open("body");
        page.isolated("h1", "Leaders of " + summary.cluster());
        page.isolated(
                "p",
                "Election Safety " + summary.verdict(Page::inWords),
                "class",
                summary.isSafe() ? "verdict" : "verdict violated");
        figures(page);
        patterns(page);
        page.open("main").open("div");
        picture(page);
        page.open("section", "class", "tables");
        new Tables(data, page).write();
        page.close().close();
        list(page);
        page.close();
        out.append("<script type=\"application/json\" id=\"data\">");
        new PageData(data).write(out);
        out.append("</script>\n");
        page.raw("script", assets.script());
        page.close().close();
    }

    /** Spells the time of an event in other words if it is long. */
    private static String inWords(LeadershipEvent event) {
        return event.at().compareTo(MINUTE) < 0 ? "" : " (" + Durations.exact(event.at()) + ")";
    }

    private void figures(Markup page) throws IOException {
        page.open("dl");
        page.text("dt", "from");
        page.text("dd", WallAxis.shown(summary.startedAt()) + ", for " + Durations.rounded(summary.until()));
        for (var figure : Figures.of(summary, Durations::rounded).entrySet()) {
            page.isolated("dt", figure.getKey());
            page.isolated("dd", figure.getValue());
        }
        page.close();
    }

    private void picture(Markup page) throws IOException {
        var picture = new Picture(data);
        page.open("figure", "id", "picture");
        picture.write(page, body -> {}, "class", "still");
        page.open("div", "id", "live", "class", "live").close();
        key(page);
        for (var note : Notes.of(data, summary, picture.marks())) {
            page.text("p", note, "class", "note");
        }
        page.close();
    }

    /** Writes the patterns that the style names, in a picture of their own. */
    static void patterns(Markup page) throws IOException {
        page.open("svg", "class", "patterns", "width", 0, "height", 0, "aria-hidden", "true");
        Picture.patterns(page);
        page.close();
    }

    /** Writes the legend. */
    static void key(Markup page) throws IOException {
        page.open("ul", "class", "key");
        key(page, "led", "the server led; where bars are too narrow, the height is the part of the time");
        key(page, "follows", "it followed the leader of that colour");
        key(page, "ready", "the leader became ready");
        key(page, "members", "the members changed");
        key(page, "none", "no known leader");
        key(page, "several", "several leaders, which Raft allows in different terms");
        key(page, Strips.BAD, "two leaders in one term, or another anomaly");
        key(page, "unsure", "observed later: the exact time is unknown");
        page.close();
    }

    private static void key(Markup page, String kind, String words) throws IOException {
        page.open("li").open("svg", "viewBox", "0 0 14 14", "class", "sign", "aria-hidden", "true");
        switch (kind) {
            case "ready" -> page.empty("path", "class", kind, "d", "M7 1l4 6-4 6-4-6z");
            case "members" -> page.empty("path", "class", kind, "d", "M4 4h6v6h-6z");
            case Strips.BAD -> page.empty("path", "class", kind, "d", "M7 12l-5-9h10z");
            case "follows" -> page.empty("path", "class", "c0", "d", "M0 5h14v5h-14z");
            case "led" -> page.empty("path", "class", "c0", "d", "M0 0h8v14h-8zM9 6h2v8h-2zM12 10h2v4h-2z");
            default -> page.empty("path", "class", kind, "d", "M0 0h14v14h-14z");
        }
        page.close();
        page.text("span", words);
        page.close();
    }

    private void list(Markup page) throws IOException {
        var entries = data.log().entries();
        page.open("section", "class", "events");
        page.text("h2", Figures.counted(data.log().count(), "event"), "id", "heading");
        page.open("ol", "id", "list");
        long next = 0;
        for (int i = 0; i < entries.size(); i++) {
            if (i < LISTED
                    || i >= entries.size() - LISTED
                    || (entries.get(i).isOdd() && entries.size() <= 3 * LISTED)) {
                omitted(page, entries.get(i).index() - next);
                item(page, entries.get(i));
                next = entries.get(i).index() + 1;
            }
        }
        page.close().close();
    }

    private void omitted(Markup page, long events) throws IOException {
        if (events > 0) {
            page.text("li", Figures.counted(events, "event") + " not listed here", "class", "more");
        }
    }

    private void item(Markup page, EventLog.Entry entry) throws IOException {
        page.open("li", "value", entry.index() + 1, "class", entry.isOdd() ? "event odd" : "event");
        page.text("span", Durations.exact(entry.event().at()), "class", "at");
        page.isolated("span", Words.untimed(entry.event()));
        page.close();
    }
}
