package io.raftelection.testing.scenario;

/** One line of a scenario. */
record Line(int number, String text) {
    /** How many characters of a line a message shows. */
    private static final int SHOWN = 200;

    boolean is(String other) {
        return text.strip().equals(other);
    }

    boolean isBlank() {
        return text.isBlank();
    }

    boolean isComment() {
        return text.strip().startsWith("#");
    }

    /** Whether it starts as only an event does. */
    boolean isEvent() {
        var first = text.strip().charAt(0);
        return first >= '0' && first <= '9';
    }

    ScenarioException error(String what) {
        return new ScenarioException(number, "\"" + shown() + "\": " + what);
    }

    /** Returns the line, shortened so that it fits into one line of a message. */
    private String shown() {
        var words = text.strip();
        return (words.length() > SHOWN ? cut(words) + "…" : words).replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }

    /** A surrogate pair stays whole. */
    private static String cut(String words) {
        return words.substring(
                0, Character.isSurrogatePair(words.charAt(SHOWN - 1), words.charAt(SHOWN)) ? SHOWN - 1 : SHOWN);
    }
}
