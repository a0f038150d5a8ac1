package io.raftelection.fuzzing;

import static io.raftelection.fuzzing.Property.check;

import java.util.regex.Pattern;

/** Places that are the numbers of lines. */
public final class Lines {
    private Lines() {}

    /**
     * Checks that the lines before that one are read, and that they are refused with it.
     *
     * @param subject the parser
     * @param lineBreak what ends a line
     * @param text what was refused
     * @param line the line at which it was, counted from 1
     */
    public static void checkPlace(Subject<?> subject, Pattern lineBreak, String text, int line) throws Exception {
        check(line >= 1, "names line " + line);
        check(line == 1 || refusedAt(subject, first(line - 1, lineBreak, text)) == 0, "names a line too late: " + line);
        var last = first(line, lineBreak, text)
                .substring(first(line - 1, lineBreak, text).length());
        if (!last.isBlank()) {
            var place = refusedAt(subject, first(line, lineBreak, text));
            check(place == line, "names line " + line + " where it is " + place + " without those that follow");
        }
    }

    /** The first lines of a text. */
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
