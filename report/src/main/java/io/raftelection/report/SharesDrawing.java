package io.raftelection.report;

import io.raftelection.report.LeaderShares.Lane;
import java.io.IOException;
import java.time.Duration;

/** Draws a long recording as the share of each interval in which each server led. */
final class SharesDrawing {
    private static final String ALT =
            "The share of each interval in which each server led. The summary lists the totals.";
    private static final double LOWEST = 1;

    private final LeaderShares shares;
    private final RecordingSummary summary;
    private final Scale scale;

    SharesDrawing(LeaderShares shares, RecordingSummary summary) {
        this.shares = shares;
        this.summary = summary;
        this.scale = new Scale(Drawing.LEFT, Drawing.WIDTH - Drawing.LEFT - Drawing.RIGHT, summary.until());
    }

    void write(Markup page) throws IOException {
        page.text("p", note(), "class", "note");
        double bottom = Drawing.TOP + Drawing.LANE * (shares.lanes().size() + 1);
        page.open(
                "svg",
                "viewBox",
                "0 0 " + Drawing.number(Drawing.WIDTH) + " " + Drawing.number(bottom),
                "role",
                "img",
                "aria-label",
                ALT);
        Drawing.axis(page, scale, bottom);
        double y = Drawing.TOP;
        for (var lane : shares.lanes().entrySet()) {
            Drawing.name(page, y, lane.getKey().value());
            bars(page, y, lane.getValue(), "led", "led");
            anomalies(page, y, lane.getValue());
            y += Drawing.LANE;
        }
        Drawing.name(page, y, "concurrent leaders");
        bars(page, y, shares.unknown(), "none", "no known leader");
        bars(page, y, shares.several(), "several", "several leaders");
        page.close();
    }

    private String note() {
        var note = "This picture is aggregated: " + Figures.counted(summary.events(), "event") + " in "
                + Figures.counted(summary.runs(), "run")
                + " are drawn as shares, because they are too many to draw one by one or have several runs. The height of a bar"
                + " is the share of an interval of " + Figures.seconds(Duration.ofNanos(shares.length()))
                + " in which the server led. A red line marks an interval with an anomaly.";
        if (summary.runs() > 1) {
            note += " The recording has no information about the time between two runs.";
        }
        if (shares.omitted() > 0) {
            note += " The picture shows the first " + LeaderShares.MAX_SERVERS + " servers; "
                    + Figures.counted(shares.omitted(), "event") + " of other servers are omitted.";
        }
        return note;
    }

    private void bars(Markup page, double y, Lane lane, String kind, String words) throws IOException {
        int from = 0;
        while (from < LeaderShares.INTERVALS) {
            int to = from + 1;
            if (isFull(lane, from)) {
                while (to < LeaderShares.INTERVALS && isFull(lane, to) && lane.acquired[to] == 0) {
                    to++;
                }
            }
            long nanos = 0;
            for (int i = from; i < to; i++) {
                nanos += lane.nanos[i];
            }
            if (nanos > 0) {
                bar(page, y, from, to, nanos, lane.acquired[from], kind, words);
            }
            from = to;
        }
    }

    private boolean isFull(Lane lane, int interval) {
        return lane.nanos[interval] == end(interval + 1) - start(interval);
    }

    private long start(int interval) {
        return interval * shares.length();
    }

    private long end(int next) {
        return Math.min(next * shares.length(), scale.nanos());
    }

    private void bar(Markup page, double y, int from, int to, long nanos, int acquired, String kind, String words)
            throws IOException {
        long length = end(to) - start(from);
        double height = Math.max(LOWEST, Drawing.BAR * nanos / length);
        page.open("g");
        page.text(
                "title",
                place(from, to) + ": " + words + " for " + Figures.seconds(Duration.ofNanos(nanos)) + " of "
                        + Figures.seconds(Duration.ofNanos(length))
                        + (acquired > 0 ? ", acquired " + Figures.counted(acquired, "time") : ""));
        rect(page, kind, from, to, y + Drawing.BAR - height, height);
        page.close();
    }

    private void anomalies(Markup page, double y, Lane lane) throws IOException {
        for (int i = 0; i < LeaderShares.INTERVALS; i++) {
            if (lane.anomalies[i] > 0) {
                page.open("g");
                page.text(
                        "title",
                        place(i, i + 1) + ": " + Figures.counted(lane.anomalies[i], "event") + " with an anomaly");
                rect(page, Mark.BAD, i, i + 1, y + Drawing.BAR, Drawing.ODD);
                page.close();
            }
        }
    }

    private String place(int from, int to) {
        return Figures.seconds(Duration.ofNanos(start(from))) + " to " + Figures.seconds(Duration.ofNanos(end(to)));
    }

    private void rect(Markup page, String kind, int from, int to, double y, double height) throws IOException {
        double left = scale.x(Duration.ofNanos(start(from)));
        double right = scale.x(Duration.ofNanos(end(to)));
        page.empty(
                "rect",
                "class",
                kind,
                "x",
                Drawing.number(left),
                "y",
                Drawing.number(y),
                "width",
                Drawing.number(Math.max(LOWEST, right - left)),
                "height",
                Drawing.number(height));
    }
}
