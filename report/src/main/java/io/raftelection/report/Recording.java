package io.raftelection.report;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads recordings, and writes those of a history that is known already: {@link Recorder} does while it is made. */
public final class Recording {
    /** No line of ours is nearly as long; one that is longer is not read into memory. */
    private static final int MAX_LINE = 1 << 16;

    /** More than anybody misses, and so few that who counts on does not overflow. */
    private static final long MAX_MISSED = 1L << 53;

    private final BufferedReader in;
    private final List<LeadershipEvent> events = new ArrayList<>();
    private WallTimes times = new WallTimes(Instant.EPOCH);
    private Duration until = Duration.ZERO;
    private long missed;
    private boolean ended;
    private long number;

    private Recording(BufferedReader in) {
        this.in = in;
    }

    /**
     * {@return what a recording holds}
     *
     * @param file UTF-8, written by a {@link Recorder} or by hand
     * @throws DamagedRecordingException if it is not a recording, with the line and the reason
     * @throws IOException if the file cannot be read
     */
    public static History read(Path file) throws IOException {
        Objects.requireNonNull(file, "file: is null");
        try (var in = decoded(Files.newInputStream(file))) {
            return read(in);
        }
    }

    /**
     * {@return what a recording holds}
     *
     * @param in where to read it from; not closed
     * @throws DamagedRecordingException if it is not a recording, with the line and the reason
     * @throws IOException if it cannot be read
     */
    public static History read(Reader in) throws IOException {
        Objects.requireNonNull(in, "in: is null");
        var recording = new Recording(in instanceof BufferedReader reader ? reader : new BufferedReader(in));
        try {
            return recording.history();
        } catch (IllegalArgumentException e) {
            throw new DamagedRecordingException(recording.number, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Writes a history as a recording, as though it had been recorded. What it dropped is said to be missing at its
     * start.
     *
     * @param history what was heard
     * @param file where to, created or overwritten
     * @throws IOException if the file cannot be written
     */
    public static void write(History history, Path file) throws IOException {
        Objects.requireNonNull(history, "history: is null");
        Objects.requireNonNull(file, "file: is null");
        try (var lines = new LineWriter(Files.newBufferedWriter(file))) {
            lines.header(history.cluster(), history.startedAt());
            if (history.dropped() > 0) {
                lines.missed(Duration.ZERO, history.dropped());
            }
            for (var event : history.events()) {
                lines.event(event, history.instant(event.at()));
            }
            lines.end(history.until(), history.instant(history.until()));
        }
    }

    /**
     * Decodes UTF-8. A decoder reads ahead, so its own error would name a line too early: here what is not UTF-8
     * becomes half a character, which UTF-8 cannot have, and is found in its line.
     */
    static BufferedReader decoded(InputStream bytes) {
        var utf8 = StandardCharsets.UTF_8.newDecoder();
        utf8.onMalformedInput(CodingErrorAction.REPLACE).replaceWith("\ud800");
        return new BufferedReader(new InputStreamReader(bytes, utf8));
    }

    private History history() throws IOException {
        var first = next();
        if (first.isEmpty()) {
            throw new IllegalArgumentException("is empty, expected a header");
        }
        var header = Header.of(Fields.parse(first));
        times = new WallTimes(header.startedAt());
        for (var line = next(); !line.isEmpty(); line = next()) {
            take(Fields.parse(line));
        }
        return new History(header.cluster(), header.startedAt(), until, events, missed, times.anchors());
    }

    private void take(Fields fields) {
        if (ended) {
            throw new IllegalArgumentException("follows the end");
        }
        var at = fields.seconds(Schema.AT);
        if (at.compareTo(until) < 0) {
            throw new IllegalArgumentException("at is earlier than that of the line before");
        }
        var event = fields.string(Schema.EVENT);
        switch (event) {
            case Schema.ACQUIRED -> events.add(fields.acquired());
            case Schema.LOST -> events.add(fields.lost());
            case Schema.MISSED -> missed = total(fields.required(Schema.COUNT));
            case Schema.END -> ended = true;
            default ->
                throw new IllegalArgumentException(
                        "event is \"" + Fields.shown(event) + "\", expected acquired, lost, missed or end");
        }
        if (fields.has(Schema.TIME) && !event.equals(Schema.MISSED)) {
            times.add(at, fields.instant(Schema.TIME));
        }
        until = at;
    }

    private long total(long count) {
        if (count > MAX_MISSED - missed) {
            throw new IllegalArgumentException("count is " + count + ", expected at most " + MAX_MISSED + " in all");
        }
        return missed + count;
    }

    /** The next line, without the line break; empty at the end, so that empty lines may only be the last ones. */
    private String next() throws IOException {
        number++;
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            if (line.length() == MAX_LINE) {
                throw new IllegalArgumentException("is longer than " + MAX_LINE + " characters");
            }
            line.append((char) c);
        }
        var text = line.toString().strip();
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException("is not UTF-8");
        }
        if (text.isEmpty() && in.read() >= 0) {
            throw new IllegalArgumentException("is empty, expected an event");
        }
        return text;
    }
}
