package io.raftelection.fuzzing;

/** Checks the properties of parsers. A violated property throws an AssertionError. */
public final class Property {
    private Property() {}

    /**
     * Checks all properties: the parser accepts or rejects a text and does not crash; it uses little memory; a
     * rejection names the position; and a parsed value survives printing and parsing.
     *
     * @param subject the parser
     * @param text any text
     * @param <T> the type of its results
     */
    public static <T> void hold(Subject<T> subject, String text) throws Exception {
        Memory.check(() -> text.length() + printed(subject, text));
        T value;
        try {
            value = subject.read(text);
        } catch (Exception e) {
            checkRefusal(subject, text, e);
            return;
        }
        checkRoundTrip(subject, value, subject.print(value));
    }

    /** {@return the length of the printed form, or 0 if the text is rejected} */
    private static <T> int printed(Subject<T> subject, String text) {
        try {
            return subject.print(subject.read(text)).length();
        } catch (Exception refusal) {
            return 0; // checked later
        }
    }

    private static <T> void checkRefusal(Subject<T> subject, String text, Exception refusal) throws Exception {
        var place = subject.place(text, refusal);
        if (place.isEmpty()) {
            throw new AssertionError("crashes", refusal);
        }
        var message = String.valueOf(refusal.getMessage());
        check(message.codePoints().noneMatch(Character::isISOControl), "rejects in more than one line: " + message);
        check(message.length() < 2000, "rejects with a long message: " + message);
        check(!message.endsWith("null"), "rejects without a reason: " + message);
        subject.checkPlace(text, place.getAsInt());
    }

    private static <T> void checkRoundTrip(Subject<T> subject, T value, String printed) {
        try {
            var again = subject.read(printed);
            check(again.equals(subject.printed(value)), "reads " + again + ", but printed " + printed);
        } catch (Exception e) {
            throw new AssertionError("cannot read its own output: " + printed, e);
        }
    }

    /**
     * Checks a condition.
     *
     * @param holds the condition
     * @param otherwise the message if it is false
     */
    public static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
