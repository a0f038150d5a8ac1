package io.raftelection.fuzzing;

import static io.raftelection.fuzzing.Property.check;

import java.util.regex.Pattern;

/** Checks line numbers in errors. */
public final class Lines {
    private Lines() {}

    /**
     * Checks that a parser accepts the lines before the reported one, and rejects them together with it.
     *
     * @param subject the parser
     * @param lineBreak matches a line break
     * @param text the rejected text
     * @param line the reported line, from 1
     */
    public static void checkPlace(Subject<?> subject, Pattern lineBreak, String text, int line) throws Exception {
        check(line >= 1, "names line " + line);
        check(line == 1 || refusedAt(subject, first(line - 1, lineBreak, text)) == 0, "names a line too late: " + line);
        var last = first(line, lineBreak, text)
                .substring(first(line - 1, lineBreak, text).length());
        if (!last.isBlank()) {
            var place = refusedAt(subject, first(line, lineBreak, text));
            check(place == line, "names line " + line + ", but line " + place + " without the lines after it");
        }
    }

    /** {@return the first lines of a text} */
    private static String first(int lines, Pattern lineBreak, String text) {
        var breaks = lineBreak.matcher(text);
        int end = 0;
        for (int line = 0; line < lines; line++) {
            end = breaks.find() ? breaks.end() : text.length();
        }
        return text.substring(0, end);
    }

    private static int refusedAt(Subject<?> subject, String text) throws Exception {
        try {
            subject.read(text);
            return 0;
        } catch (Exception e) {
            return subject.place(text, e).orElseThrow(() -> e);
        }
    }
}
