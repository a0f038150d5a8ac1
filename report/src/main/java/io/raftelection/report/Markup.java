package io.raftelection.report;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML and SVG elements, one per line, and escapes their text and attributes. */
final class Markup {
    private final Appendable out;
    private final Deque<String> open = new ArrayDeque<>();

    Markup(Appendable out) {
        this.out = out;
    }

    /** Opens an element. The attributes are alternating names and values. */
    Markup open(String element, Object... attributes) throws IOException {
        start(element, attributes);
        out.append(">\n");
        open.push(element);
        return this;
    }

    /** Closes the innermost open element. */
    Markup close() throws IOException {
        out.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** Writes an element with text. */
    Markup text(String element, String text, Object... attributes) throws IOException {
        start(element, attributes);
        out.append('>').append(escaped(text)).append("</").append(element).append(">\n");
        return this;
    }

    /** Writes an empty element. */
    Markup empty(String element, Object... attributes) throws IOException {
        start(element, attributes);
        out.append("/>\n");
        return this;
    }

    private void start(String element, Object... attributes) throws IOException {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i].toString()).append("=\"");
            out.append(escaped(attributes[i + 1].toString())).append('"');
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
