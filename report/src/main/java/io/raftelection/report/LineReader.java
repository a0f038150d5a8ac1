package io.raftelection.report;

import java.io.IOException;
import java.io.InputStream;

/** Reads lines as bytes, without a copy per line and with bounded memory. */
final class LineReader {
    /** The longest line, far longer than those of recorders. Longer lines are not read into memory. */
    static final int MAX_LINE = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[MAX_LINE * 4];
    private int from;
    private int to;
    private int next;
    private int end;
    private boolean atEnd;
    private boolean terminated;
    private long number;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** Reads the next line. {@return whether there was a line} */
    boolean next() throws IOException {
        from = next;
        int scan = from;
        while (true) {
            while (scan < end && buffer[scan] != '\n') {
                scan++;
            }
            if (scan - from > MAX_LINE) {
                throw new DamagedRecordingException(number + 1, "is longer than " + MAX_LINE + " bytes");
            }
            if (scan < end || atEnd) {
                terminated = scan < end;
                to = scan;
                next = terminated ? scan + 1 : scan;
                boolean any = terminated || to > from;
                number += any ? 1 : 0;
                return any;
            }
            scan -= from;
            fill();
            scan += from;
        }
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, end - from);
        end -= from;
        from = 0;
        int read = in.read(buffer, end, buffer.length - end);
        if (read < 0) {
            atEnd = true;
        } else {
            end += read;
        }
    }

    /** {@return the buffer that holds the current line, until the next one is read} */
    byte[] buffer() {
        return buffer;
    }

    /** {@return the offset of the current line in the buffer} */
    int from() {
        return from;
    }

    /** {@return the offset of the end of the current line, before its line break} */
    int to() {
        return to;
    }

    /** {@return whether a line break follows the current line} */
    boolean isTerminated() {
        return terminated;
    }

    /** {@return the number of the current line, from 1} */
    long number() {
        return number;
    }
}
