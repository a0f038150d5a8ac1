package io.raftelection.internal;

import java.util.Collection;
import java.util.stream.Collectors;

/** Shortens texts and lists for messages. */
public final class Shown {
    /** How many items of a list a message names. */
    public static final int LISTED = 20;

    private Shown() {}

    /** {@return the first characters of a text} A surrogate pair stays whole, so the result may be one shorter. */
    public static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        boolean inPair = Character.isHighSurrogate(text.charAt(max - 1)) && Character.isLowSurrogate(text.charAt(max));
        return text.substring(0, inPair ? max - 1 : max);
    }

    /** {@return the first characters of a text, followed by an ellipsis if there are more} */
    public static String shortened(String text, int max) {
        return text.length() <= max ? text : cut(text, max) + "…";
    }

    /** {@return the first items, as in {@code s1, s2 and 3 more}} */
    public static String list(Collection<?> items) {
        return items.stream()
                .limit(LISTED)
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "", more(items.size(), " ")));
    }

    /** {@return the first items, one per line, each after {@code indent}} */
    public static String lines(Collection<?> items, String indent) {
        return lines(items, items.size(), indent);
    }

    /** {@return the same, for a total that may exceed the given items} */
    public static String lines(Collection<?> items, long total, String indent) {
        return items.stream()
                .limit(LISTED)
                .map(item -> "\n" + indent + item)
                .collect(Collectors.joining("", "", more(total, "\n" + indent)));
    }

    private static String more(long total, String before) {
        long more = total - LISTED;
        return more > 0 ? before + "and " + more + " more" : "";
    }
}
