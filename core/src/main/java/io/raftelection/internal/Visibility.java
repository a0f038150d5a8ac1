package io.raftelection.internal;

/**
 * Decides which characters are visible. A name with an invisible character looks like another name, and a bidirectional
 * control reorders the text around it.
 */
public final class Visibility {
    private Visibility() {}

    /** {@return whether a code point is visible or a space} An unpaired surrogate is neither. */
    public static boolean isAllowed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> !isIgnorable(codePoint);
        };
    }

    /** {@return whether a code point is blank by itself: a space, or a mark that combines with another character} */
    public static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || codePoint == 0x2800 // an empty braille pattern
                || Character.getType(codePoint) == Character.NON_SPACING_MARK
                || Character.getType(codePoint) == Character.ENCLOSING_MARK;
    }

    /** Unicode's Default_Ignorable_Code_Point, except for the format characters; Java has no method for it. */
    private static boolean isIgnorable(int c) {
        return c == 0x034f // combining grapheme joiner
                || (c >= 0x115f && c <= 0x1160) // Hangul fillers
                || (c >= 0x17b4 && c <= 0x17b5) // Khmer inherent vowels
                || (c >= 0x180b && c <= 0x180f) // Mongolian variation selectors
                || (c >= 0x2060 && c <= 0x206f)
                || c == 0x3164
                || (c >= 0xfe00 && c <= 0xfe0f) // variation selectors
                || c == 0xffa0
                || (c >= 0xfff0 && c <= 0xfff8)
                || (c >= 0xe0000 && c <= 0xe0fff);
    }
}
