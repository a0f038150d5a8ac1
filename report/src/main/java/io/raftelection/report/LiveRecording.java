package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads a recording while it is written. It takes bytes as they arrive, and passes each line to a listener when its
 * line break has arrived. A line that is not valid is skipped, so that one line does not hide those that follow.
 *
 * <p>Differs from {@link Recording#scan} in three ways: the end of a run is passed on with its {@code end} line, an
 * incomplete line at the end is waited for, and times may decrease. Not thread-safe.
 */
public final class LiveRecording {
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final String HEADER = "{\"" + Schema.FORMAT_KEY + "\"";
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final RecordingListener listener;
    private final PlainLine plain = new PlainLine();
    private byte[] buffer = new byte[1 << 12];

    /** The bytes that were not passed on yet, and those of them that have no line break. */
    private int from;

    private int scanned;
    private int end;

    /** Whether the start of the present line was too long and was dropped. */
    private boolean isTooLong;

    private long number;
    private Duration until = Duration.ZERO;
    private boolean started;
    private boolean ended;

    /**
     * Creates a reader of a recording, which has read nothing yet.
     *
     * @param listener receives the content
     */
    public LiveRecording(RecordingListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener: is null");
    }

    /**
     * Takes bytes. Call {@link #next} until it returns false before the next ones, so that memory stays bounded.
     *
     * @param bytes the next bytes of the file
     */
    public void add(ByteBuffer bytes) {
        System.arraycopy(buffer, from, buffer, 0, end - from);
        scanned -= from;
        end -= from;
        from = 0;
        if (buffer.length - end < bytes.remaining()) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, end + bytes.remaining()));
        }
        int added = bytes.remaining();
        bytes.get(buffer, end, added);
        end += added;
    }

    /**
     * Passes the next complete line to the listener.
     *
     * @return whether there was one
     * @throws DamagedRecordingException if the line is not valid; the next call continues after it
     * @throws IOException if the listener throws it
     */
    public boolean next() throws IOException {
        while (scanned < end && buffer[scanned] != '\n') {
            scanned++;
        }
        if (scanned == end) {
            dropLongLine();
            return false;
        }
        int start = from;
        int to = scanned++;
        from = scanned;
        number++;
        if (isTooLong) {
            isTooLong = false;
            return true;
        }
        try {
            line(start, to);
        } catch (IllegalArgumentException e) {
            throw new DamagedRecordingException(number, String.valueOf(e.getMessage()));
        }
        return true;
    }

    private void dropLongLine() throws DamagedRecordingException {
        if (!isTooLong && end - from <= LineReader.MAX_LINE) {
            return;
        }
        from = end;
        if (!isTooLong) {
            isTooLong = true;
            throw new DamagedRecordingException(number + 1, "is longer than " + LineReader.MAX_LINE + " bytes");
        }
    }

    private void line(int start, int to) throws IOException {
        var event = started && !ended ? plain.read(buffer, start, to) : Optional.<LeadershipEvent>empty();
        if (event.isPresent()) {
            until = event.get().at();
            listener.event(event.get());
            return;
        }
        var text = text(start, to);
        if (text.isEmpty()) {
            return;
        }
        Fields fields;
        try {
            fields = Fields.parse(text);
        } catch (InvalidJsonException e) {
            invalid(text, e);
            return;
        }
        take(fields);
    }

    /** A crash left an incomplete line, to which the next process may have appended its header. */
    private void invalid(String text, InvalidJsonException e) throws IOException {
        int header = text.lastIndexOf(HEADER);
        boolean isTorn = started && text.startsWith("{") && (e.isIncomplete() || !text.endsWith("}"));
        if (header <= 0 && !isTorn) {
            throw started ? e : new IllegalArgumentException(Header.NO_HEADER, e);
        }
        if (started) {
            listener.torn(number);
        }
        if (header > 0) {
            take(Fields.parse(text.substring(header)));
        }
    }

    private void take(Fields fields) throws IOException {
        if (!started || fields.isHeader()) {
            header(Header.of(fields));
            return;
        }
        if (ended) {
            throw new IllegalArgumentException("is after the end event, expected a header");
        }
        var at = fields.seconds(Schema.AT);
        var event = new EventFields(fields).event();
        if (event.isPresent()) {
            listener.event(event.get());
        } else {
            other(at, fields);
        }
        until = at;
        if (fields.has(Schema.TIME) && !ended && !fields.string(Schema.EVENT).equals(Schema.MISSED)) {
            listener.time(at, fields.instant(Schema.TIME));
        }
    }

    private void header(Header header) throws IOException {
        if (started && !ended) {
            listener.ended(until);
        }
        started = true;
        ended = false;
        until = Duration.ZERO;
        listener.started(header.cluster(), header.startedAt());
    }

    /** Takes a line that is not about a server. */
    private void other(Duration at, Fields fields) throws IOException {
        var event = fields.string(Schema.EVENT);
        switch (event) {
            case Schema.MISSED ->
                Missed.pass(
                        Missed.of(
                                at,
                                fields,
                                fields.required(Schema.COUNT),
                                fields.number(Schema.FACTS).orElse(0)),
                        listener);
            case Schema.END -> {
                ended = true;
                listener.ended(at);
            }
            case Schema.BEGINS, Schema.ENDS -> {
                var fact = new EventFields(fields).fact().orElseThrow();
                listener.fact(fact);
            }
            default ->
                throw new IllegalArgumentException("event is \"" + Fields.shown(event)
                        + "\", expected acquired, ready, lost, follows, members, begins, ends, missed or end");
        }
    }

    private String text(int start, int to) {
        if (number == 1 && to - start >= GZIP.length && Arrays.equals(GZIP, 0, 2, buffer, start, start + 2)) {
            throw new IllegalArgumentException("is gzip, expected text, since the file is still written");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(buffer, start, to - start))
                    .toString()
                    .strip();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("is not UTF-8", e);
        }
        return number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
}
