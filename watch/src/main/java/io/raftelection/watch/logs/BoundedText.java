package io.raftelection.watch.logs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text that a regular expression may read only so many times, so that a pattern which backtracks without end fails
 * instead of running for hours. Not thread-safe.
 */
final class BoundedText implements CharSequence {
    /** Far more reads than an expression without nested repetition needs for the longest line. */
    private static final int MAX_READS = 4_000_000;

    private final CharSequence text;
    private final int[] reads;

    /** Thrown if a pattern reads a text too often. */
    static final class TooManyReadsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyReadsException() {
            super("reads a line more than " + MAX_READS + " times", null, false, false);
        }
    }

    private BoundedText(CharSequence text, int[] reads) {
        this.text = text;
        this.reads = reads;
    }

    /** {@return a matcher of the text; it throws a TooManyReadsException if a search takes too long} */
    static Matcher matcher(Pattern pattern, CharSequence text) {
        return pattern.matcher(new BoundedText(text, new int[1]));
    }

    /**
     * {@return a matcher that has found the pattern in the text; null if it is not there}
     *
     * @throws TooManyReadsException if the search takes too long
     */
    static @Nullable Matcher find(Pattern pattern, CharSequence text) {
        try {
            var matcher = matcher(pattern, text);
            return matcher.find() ? matcher : null;
        } catch (StackOverflowError e) {
            throw new TooManyReadsException();
        }
    }

    @Override
    public char charAt(int index) {
        if (++reads[0] > MAX_READS) {
            throw new TooManyReadsException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
