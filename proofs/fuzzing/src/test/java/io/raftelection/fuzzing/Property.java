package io.raftelection.fuzzing;

/** What must hold of every parser, whatever it is given. What does not is an AssertionError. */
public final class Property {
    private Property() {}

    /**
     * Checks all of them: a text is read or refused, nothing else; for little memory; a refusal names the place; and
     * what is read is printed as a text that reads the same.
     *
     * @param subject the parser
     * @param text any text
     * @param <T> what it reads
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

    /** How much is printed of a text; nothing if it is refused. */
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
        check(message.codePoints().noneMatch(Character::isISOControl), "refuses in more than a line: " + message);
        check(message.length() < 2000, "refuses at length: " + message);
        check(!message.endsWith("null"), "refuses without a reason: " + message);
        subject.checkPlace(text, place.getAsInt());
    }

    private static <T> void checkRoundTrip(Subject<T> subject, T value, String printed) {
        try {
            var again = subject.read(printed);
            check(again.equals(subject.printed(value)), "reads " + again + " where it printed " + printed);
        } catch (Exception e) {
            throw new AssertionError("cannot read what it printed: " + printed, e);
        }
    }

    /**
     * Checks something.
     *
     * @param holds whether it holds
     * @param otherwise what is the case if not
     */
    public static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
