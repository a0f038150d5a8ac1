package io.raftelection.report;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes elements of HTML and SVG, a line each, with whatever they hold escaped. */
final class Markup {
    private final Appendable out;
    private final Deque<String> open = new ArrayDeque<>();

    Markup(Appendable out) {
        this.out = out;
    }

    /** Begins an element, with the names and values of its attributes in turn. */
    Markup open(String element, Object... attributes) throws IOException {
        start(element, attributes);
        out.append(">\n");
        open.push(element);
        return this;
    }

    /** Ends the element that was begun last. */
    Markup close() throws IOException {
        out.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** Writes an element that holds only text. */
    Markup text(String element, String text, Object... attributes) throws IOException {
        start(element, attributes);
        out.append('>').append(escaped(text)).append("</").append(element).append(">\n");
        return this;
    }

    /** Writes an element that holds nothing. */
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
