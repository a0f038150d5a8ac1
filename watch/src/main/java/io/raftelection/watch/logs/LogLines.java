package io.raftelection.watch.logs;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the lines of a log as bytes, with bounded memory: of a line that is longer than {@value #MAX_LINE} bytes, it
 * keeps the start. Not thread-safe.
 */
final class LogLines {
    /** The longest line, in bytes, that is kept as a whole. */
    static final int MAX_LINE = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[MAX_LINE * 4];
    private int from;
    private int to;
    private int next;
    private int end;

    /** Whether the rest of a line that was cut is to be skipped. */
    private boolean skipping;

    private long number;
    private long cut;

    LogLines(InputStream in) {
        this.in = in;
    }

    /**
     * Reads the next line.
     *
     * @param isComplete whether the end of the input ends the last line; if not, a line without a line break is kept
     *     until more input follows
     * @return whether there was a line
     */
    boolean next(boolean isComplete) throws IOException {
        if (!skipRest()) {
            return false;
        }
        from = next;
        int scan = from;
        while (true) {
            while (scan < end && buffer[scan] != '\n') {
                scan++;
            }
            if (scan < end) {
                return take(scan, scan + 1);
            }
            if (scan - from > MAX_LINE) {
                cut++;
                skipping = true;
                return take(from + MAX_LINE, scan);
            }
            scan -= from;
            boolean more = fill();
            scan += from;
            if (!more) {
                return isComplete && scan > from && take(scan, scan);
            }
        }
    }

    private boolean take(int lineEnd, int nextLine) {
        to = Math.min(lineEnd, from + MAX_LINE);
        cut += to < lineEnd ? 1 : 0;
        next = nextLine;
        number++;
        return true;
    }

    /** Skips the rest of a line that was cut. {@return whether it has ended} */
    private boolean skipRest() throws IOException {
        while (skipping) {
            while (next < end && skipping) {
                skipping = buffer[next++] != '\n';
            }
            if (skipping) {
                from = next;
                if (!fill()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Reads more. {@return whether there was more} */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, end - from);
        end -= from;
        next -= from;
        from = 0;
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(read, 0);
        return read > 0;
    }

    /** {@return the buffer that holds the current line, until the next one is read} */
    byte[] buffer() {
        return buffer;
    }

    int from() {
        return from;
    }

    /** {@return the offset of the end of the current line, before its line break} */
    int to() {
        return to;
    }

    /** {@return the number of the current line, from 1} */
    long number() {
        return number;
    }

    /** {@return how many lines were too long, so that their ends were not read} */
    long cut() {
        return cut;
    }
}
