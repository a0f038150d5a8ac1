package io.raftelection.report;

import io.raftelection.ServerId;
import io.raftelection.report.Strip.Bar;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws the first view, the whole time, as SVG. Each server has a row with a thick strip for the times at which it led,
 * and a thin one for those at which it followed a leader, in the leader's colour.
 */
final class Picture {
    private static final String ALT = "The times at which each server led, and which leader it followed."
            + " The tables and the list of events have the same information as text.";

    static final int WIDTH = 1200;
    static final int LEFT = 150;
    static final int COLUMNS = WIDTH - LEFT - 20;
    private static final double TOP = 36;
    private static final double LANE = 36;
    private static final double BAR = 22;
    private static final double THIN = 5;
    private static final double AXIS = 26;
    private static final double BASE = 15.5;
    private static final int TICKS = 7;

    /** The number of letters that fit into the name column, and the largest width of a letter. */
    private static final int NAME = 18;

    private static final double LETTER = 7.5;
    private static final double PADDING = 5;

    private final TimelineData data;
    private final Strips strips;
    private final Marks marks;

    Picture(TimelineData data) {
        this.data = data;
        this.strips = new Strips(data, COLUMNS);
        this.marks = new Marks(data, COLUMNS);
    }

    Marks marks() {
        return marks;
    }

    double height() {
        return bottom() + AXIS;
    }

    private double bottom() {
        return TOP + LANE * (data.servers().size() + 2);
    }

    /** Writes the element, with more attributes in front. */
    void write(Markup page, Markup.Body head, Object... attributes) throws IOException {
        var all = new ArrayList<Object>(List.of(attributes));
        all.addAll(List.of("viewBox", "0 0 " + WIDTH + " " + number(height()), "role", "img", "aria-label", ALT));
        page.open("svg", all.toArray());
        head.write(page);
        axes(page);
        pauses(page);
        double y = TOP;
        for (var server : data.servers()) {
            row(page, y, server);
            y += LANE;
        }
        name(page, y, "no known leader");
        rect(page, "track", LEFT, y, COLUMNS, BAR);
        strip(page, y, BAR, strips.unknown(), "none");
        name(page, y + LANE, "several leaders");
        rect(page, "track", LEFT, y + LANE, COLUMNS, BAR);
        strip(page, y + LANE, BAR, strips.several(), "several");
        page.close();
    }

    /** Writes the patterns that the style names. */
    static void patterns(Markup page) throws IOException {
        page.open("defs");
        for (var name : List.of("hatch", "cross")) {
            page.open("pattern", "id", name, "width", "6", "height", "6", "patternUnits", "userSpaceOnUse");
            page.empty("rect", "class", name + "-ground", "width", "6", "height", "6");
            page.empty("path", "class", name + "-line", "d", name.equals("hatch") ? "M0 6L6 0" : "M0 6L6 0M0 0L6 6");
            page.close();
        }
        page.close();
    }

    private void axes(Markup page) throws IOException {
        page.text("text", "elapsed", "class", "axis", "x", LEFT - 12, "y", number(TOP - 14));
        for (var tick : Ticks.relative(data.until(), TICKS)) {
            var x = number(x(tick.at()));
            page.empty("line", "x1", x, "x2", x, "y1", number(TOP - 10), "y2", number(bottom()));
            tick(page, tick, x(tick.at()), TOP - 14);
        }
        var wall = Ticks.wall(data.wall(), data.until(), TICKS - 1);
        if (!wall.isEmpty()) {
            page.text("text", "UTC", "class", "axis", "x", LEFT - 12, "y", number(bottom() + BASE));
        }
        for (var tick : wall) {
            var x = number(x(tick.at()));
            page.empty("line", "x1", x, "x2", x, "y1", number(bottom()), "y2", number(bottom() + 4));
            tick(page, tick, x(tick.at()), bottom() + BASE);
        }
    }

    /** Writes the words of a tick, which must not leave the picture. */
    private static void tick(Markup page, Ticks.Tick tick, double x, double y) throws IOException {
        double half = tick.words().length() * LETTER / 2;
        var place = x < LEFT + half ? "tick first" : x > WIDTH - half ? "tick last" : "tick";
        double at = place.equals("tick last") ? WIDTH : x;
        page.text("text", tick.words(), "class", place, "x", number(at), "y", number(y));
    }

    /** Draws the time between two runs, of which nothing is known. */
    private void pauses(Markup page) throws IOException {
        for (int i = 1; i < data.runs().size(); i++) {
            double from = x(data.runs().get(i - 1).to());
            double width = x(data.runs().get(i).from()) - from;
            if (width > 0) {
                page.open("g");
                page.text("title", "not recorded: the time between two runs");
                rect(page, "pause", from, TOP - 6, Math.max(1, width), bottom() - TOP);
                page.close();
            }
        }
    }

    private double x(long at) {
        return LEFT + strips.unknown().x(at);
    }

    private void row(Markup page, double y, ServerId server) throws IOException {
        name(page, y, server.value());
        rect(page, strips.colour(server), LEFT - 8, y, 4, BAR);
        rect(page, "track", LEFT, y, COLUMNS, BAR);
        role(page, y, server);
        var followed = strips.followed(server);
        columns(page, y + (BAR - THIN) / 2, THIN, followed, "any");
        for (var bar : followed.bars()) {
            bar(page, y + (BAR - THIN) / 2, THIN, bar, y + 5);
        }
        strip(page, y, BAR, strips.led(server), strips.colour(server));
        for (var entry : marks.of(server, Marks.Kind.OBSERVED)) {
            double from = x(Marks.earliest(entry.at(), entry.event()));
            if (x(entry.at()) - from >= Strip.NARROWEST) {
                mark(
                        page,
                        entry,
                        "unsure",
                        "M" + number(from) + " " + number(y) + "H" + number(x(entry.at())) + "v" + number(BAR) + "H"
                                + number(from) + "z");
            }
        }
        for (var entry : marks.of(server, Marks.Kind.READY)) {
            mark(page, entry, "ready", "M" + at(entry) + " " + number(y + BAR - 4) + "l4 5-4 5-4-5z");
        }
        for (var entry : marks.of(server, Marks.Kind.MEMBERS)) {
            mark(page, entry, "members", "M" + number(x(entry.at()) - 3) + " " + number(y + BAR + 1) + "h6v6h-6z");
        }
        for (var entry : marks.of(server, Marks.Kind.ANOMALY)) {
            mark(page, entry, Strips.BAD, "M" + at(entry) + " " + number(y + 2) + "l-5-9h10z");
        }
    }

    private String at(EventLog.Entry entry) {
        return number(x(entry.at()));
    }

    private static void mark(Markup page, EventLog.Entry entry, String kind, String path) throws IOException {
        page.open("path", "class", kind, "d", path);
        page.text("title", entry.event().toString());
        page.close();
    }

    /** Names the role of a server in the latest configuration, unless it votes. */
    private void role(Markup page, double y, ServerId server) throws IOException {
        var role = data.role(server);
        if (!role.isEmpty()) {
            page.text("text", role, "class", "role", "x", LEFT - 12, "y", number(y + BASE + 11));
        }
    }

    private static void strip(Markup page, double y, double height, Strip strip, String kind) throws IOException {
        columns(page, y, height, strip, kind);
        for (var bar : strip.bars()) {
            bar(page, y, height, bar, y + BASE);
        }
    }

    private static void bar(Markup page, double y, double height, Bar bar, double base) throws IOException {
        page.open("g");
        page.text("title", bar.words());
        rect(page, bar.kind(), LEFT + bar.from(), y, bar.width(), height);
        for (var text : bar.label()) {
            if (text.length() * LETTER + 2 * PADDING < bar.width()) {
                var kind = height == BAR ? "label on-" + bar.kind() : "whom";
                page.text("text", text, "class", kind, "x", number(LEFT + bar.from() + PADDING), "y", number(base));
                break;
            }
        }
        page.close();
    }

    /** Draws densities as one outline: its height is the part of the time of each column. */
    private static void columns(Markup page, double y, double height, Strip strip, String kind) throws IOException {
        var path = new StringBuilder();
        double before = 0;
        for (int i = 0; i <= COLUMNS; i++) {
            double part = i == COLUMNS ? 0 : strip.columns()[i];
            double now = part == 0 ? 0 : Math.max(1, Math.min(1, part) * height);
            if (now != before) {
                path.append(before == 0 ? "M" + (LEFT + i) + " " + number(y + height) : "H" + (LEFT + i));
                path.append('V').append(number(y + height - now)).append(now == 0 ? "z" : "");
                before = now;
            }
        }
        if (!path.isEmpty()) {
            page.empty("path", "class", "dense " + kind, "d", path);
        }
    }

    private static void rect(Markup page, String kind, double x, double y, double width, double height)
            throws IOException {
        page.empty(
                "rect",
                "class",
                kind,
                "x",
                number(x),
                "y",
                number(y),
                "width",
                number(width),
                "height",
                number(height));
    }

    private static void name(Markup page, double y, String name) throws IOException {
        page.text("text", shortened(name), "class", "name", "x", LEFT - 12, "y", number(y + BASE));
    }

    /** {@return a name that fits into the column of names} */
    static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, NAME - 1)) + "\u2026";
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
