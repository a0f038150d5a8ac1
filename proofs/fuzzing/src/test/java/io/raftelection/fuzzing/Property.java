package io.raftelection.fuzzing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What must hold of every parser, whatever it is given. What does not is an AssertionError. */
public final class Property {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What a parser may allocate beside what grows with the text: classes it loads, buffers, tables. */
    private static final long ALLOWANCE = 8 << 20;

    /** So many bytes for each character of the text, and of what is printed of it. */
    private static final long PER_CHARACTER = 4096;

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
        long before = allocated();
        T value;
        try {
            value = subject.read(text);
        } catch (Exception e) {
            checkMemory(before, text.length());
            checkRefusal(subject, text, e);
            return;
        }
        var printed = subject.print(value);
        checkMemory(before, text.length() + printed.length());
        checkRoundTrip(subject, value, printed);
    }

    /** What this thread has allocated so far, in bytes. */
    public static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /**
     * Checks that what was allocated is not out of proportion.
     *
     * @param before what was allocated before
     * @param characters how much there was to read and to print
     */
    public static void checkMemory(long before, int characters) {
        long spent = allocated() - before;
        check(
                spent <= ALLOWANCE + PER_CHARACTER * characters,
                "takes " + spent + " bytes for " + characters + " characters");
    }

    private static <T> void checkRefusal(Subject<T> subject, String text, Exception refusal) throws Exception {
        var place = subject.place(refusal);
        if (place.isEmpty()) {
            throw new AssertionError("crashes", refusal);
        }
        var message = String.valueOf(refusal.getMessage());
        check(message.codePoints().noneMatch(Character::isISOControl), "refuses in more than a line: " + message);
        check(message.length() < 1000, "refuses at length: " + message);
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
