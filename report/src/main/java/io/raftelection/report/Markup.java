package io.raftelection.report;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** Writes HTML and SVG elements, one per line, and escapes their text and attributes. */
final class Markup {
    /** What XML does not allow in a text. */
    private static final Pattern INVALID =
            Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x{fffe}\\x{ffff}\\p{Cs}]");

    private static final String LETTERS =
            "[\\x{590}-\\x{8ff}\\x{fb1d}-\\x{fdff}\\x{fe70}-\\x{feff}\\x{10800}-\\x{10fff}\\x{1e800}-\\x{1efff}]+";

    private static final Pattern RIGHT_TO_LEFT = Pattern.compile(LETTERS + "( +" + LETTERS + ")*");

    private final Appendable out;
    private final Deque<String> open = new ArrayDeque<>();

    /** Writes something into an element. */
    interface Body {
        void write(Markup page) throws IOException;
    }

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

    /**
     * Writes an element with text, in which each run of words that are written from right to left is isolated. So it
     * cannot reorder what stands beside it.
     */
    Markup isolated(String element, String text, Object... attributes) throws IOException {
        start(element, attributes);
        out.append('>')
                .append(RIGHT_TO_LEFT.matcher(escaped(text)).replaceAll("<bdi>$0</bdi>"))
                .append("</")
                .append(element)
                .append(">\n");
        return this;
    }

    /** Writes an element whose text the browser takes as it is, so that it must not contain an end tag. */
    Markup raw(String element, String text, Object... attributes) throws IOException {
        start(element, attributes);
        out.append('>').append(text).append("</").append(element).append(">\n");
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
        return INVALID.matcher(text)
                .replaceAll("\ufffd")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
