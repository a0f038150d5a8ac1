package io.raftelection.report;

import java.io.IOException;

/** The first view of a timeline as a file of its own. */
final class PictureFile {
    private final RecordingSummary summary;
    private final TimelineData data;

    PictureFile(RecordingSummary summary, TimelineData data) {
        this.summary = summary;
        this.data = data;
    }

    void write(Appendable out) throws IOException {
        var picture = new Picture(data);
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        picture.write(
                new Markup(out),
                page -> {
                    page.text("title", "Leaders of " + summary.cluster());
                    var notes = Notes.of(data, summary, picture.marks());
                    page.text("desc", "Election Safety " + summary.verdict() + "\n" + String.join("\n", notes));
                    page.raw("style", Assets.picture());
                    Picture.patterns(page);
                    page.empty("rect", "class", "paper", "width", "100%", "height", "100%");
                },
                "xmlns",
                "http://www.w3.org/2000/svg",
                "width",
                Picture.WIDTH,
                "height",
                (int) picture.height());
    }
}
