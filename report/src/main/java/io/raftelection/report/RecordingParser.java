package io.raftelection.report;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.ZipException;

/** Reads a recording line by line and passes its content to a listener. */
final class RecordingParser {
    /** The largest total of missing events, so that sums do not overflow. */
    private static final long MAX_MISSED = 1L << 53;

    private final LineReader lines;
    private final RecordingListener listener;
    private final PlainLine plain = new PlainLine();
    private Duration until = Duration.ZERO;
    private boolean started;
    private boolean ended;
    private long missed;

    /** A blank or incomplete line. It is damage unless it is the last line of a run or of the recording. */
    private Optional<Suspect> suspect = Optional.empty();

    private record Suspect(long line, String reason, boolean torn) {}

    private RecordingParser(LineReader lines, RecordingListener listener) {
        this.lines = lines;
        this.listener = listener;
    }

    /** {@return a parser that has checked the first bytes} */
    static RecordingParser of(InputStream file, RecordingListener listener) throws IOException {
        try {
            return new RecordingParser(new LineReader(Source.text(file)), listener);
        } catch (ZipException | EOFException e) {
            throw unreadable(1, e);
        }
    }

    private static DamagedRecordingException unreadable(long line, IOException e) {
        var reason = e instanceof EOFException ? "the file is truncated" : String.valueOf(e.getMessage());
        return new DamagedRecordingException(line, "is not valid gzip: " + Fields.shown(reason));
    }

    /** Reads the rest of the recording. */
    void readAll() throws IOException {
        boolean more = true;
        while (more) {
            more = step();
        }
    }

    /** Reads a line. {@return whether another line may follow} */
    boolean step() throws IOException {
        if (!nextLine()) {
            finish();
            return false;
        }
        try {
            line();
        } catch (IllegalArgumentException e) {
            throw first(new DamagedRecordingException(lines.number(), String.valueOf(e.getMessage())));
        }
        return true;
    }

    private boolean nextLine() throws IOException {
        try {
            return lines.next();
        } catch (ZipException | EOFException e) {
            throw first(unreadable(lines.number() + 1, e));
        } catch (DamagedRecordingException e) {
            throw first(e);
        }
    }

    /** {@return the first damage: that of a line before, which no header followed, or the given one} */
    private DamagedRecordingException first(DamagedRecordingException here) {
        return suspect.map(RecordingParser::damage).orElse(here);
    }

    private void line() throws IOException {
        if (started && suspect.isEmpty() && !ended) {
            var event = plain.read(lines.buffer(), lines.from(), lines.to());
            if (event.isPresent()) {
                advance(event.get().at());
                listener.event(event.get());
                return;
            }
        }
        var text = text();
        if (text.isEmpty()) {
            blank();
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

    private void take(Fields fields) throws IOException {
        if (!started || fields.isHeader()) {
            header(Header.of(fields));
            return;
        }
        if (suspect.isPresent()) {
            throw damage(suspect.get());
        }
        if (ended) {
            throw new IllegalArgumentException("is after the end event");
        }
        var at = fields.seconds(Schema.AT);
        var event = new EventFields(fields).event();
        if (event.isPresent()) {
            advance(at);
            listener.event(event.get());
        } else {
            other(at, fields);
        }
        if (fields.has(Schema.TIME) && !fields.string(Schema.EVENT).equals(Schema.MISSED)) {
            listener.time(at, fields.instant(Schema.TIME));
        }
    }

    /** Takes a line that is not about a server. */
    private void other(Duration at, Fields fields) throws IOException {
        var event = fields.string(Schema.EVENT);
        switch (event) {
            case Schema.MISSED -> {
                long count = counted(Schema.COUNT, fields.required(Schema.COUNT));
                long facts = counted(Schema.FACTS, fields.number(Schema.FACTS).orElse(0));
                var missing = Missed.of(at, fields, count, facts);
                advance(at);
                Missed.pass(missing, listener);
            }
            case Schema.END -> {
                advance(at);
                ended = true;
            }
            case Schema.BEGINS, Schema.ENDS -> {
                var fact = new EventFields(fields).fact().orElseThrow();
                advance(at);
                listener.fact(fact);
            }
            default ->
                throw new IllegalArgumentException("event is \"" + Fields.shown(event)
                        + "\", expected acquired, ready, lost, follows, members, begins, ends, missed or end");
        }
    }

    private void advance(Duration at) {
        if (at.compareTo(until) < 0) {
            throw new IllegalArgumentException("at is earlier than in the line before");
        }
        until = at;
    }

    private long counted(String name, long count) {
        if (count > MAX_MISSED - missed) {
            throw new IllegalArgumentException(
                    name + " is " + count + ", expected at most " + MAX_MISSED + " in total");
        }
        missed += count;
        return count;
    }

    private void header(Header header) throws IOException {
        if (started) {
            endRun();
        }
        started = true;
        ended = false;
        until = Duration.ZERO;
        listener.started(header.cluster(), header.startedAt());
    }

    private void endRun() throws IOException {
        if (suspect.isPresent() && suspect.get().torn()) {
            listener.torn(suspect.get().line());
        }
        suspect = Optional.empty();
        listener.ended(until);
    }

    private void finish() throws IOException {
        if (!started) {
            throw new DamagedRecordingException(1, "is empty, expected a header");
        }
        if (suspect.isPresent() && suspect.get().torn()) {
            throw damage(suspect.get());
        }
        endRun();
    }

    private void blank() {
        if (!started) {
            throw new IllegalArgumentException("is empty, expected a header");
        }
        if (suspect.isEmpty()) {
            suspect = Optional.of(new Suspect(lines.number(), "is empty, expected an event", false));
        }
    }

    private void invalid(String text, InvalidJsonException e) throws IOException {
        boolean torn = text.startsWith("{") && (e.isIncomplete() || !text.endsWith("}"));
        if (suspect.isPresent()) {
            throw damage(suspect.get());
        }
        if (!started) {
            throw new IllegalArgumentException(
                    torn && !lines.isTerminated() ? "is incomplete, expected a header" : Header.NO_HEADER, e);
        }
        if (!torn || ended) {
            throw e;
        }
        if (lines.isTerminated()) {
            suspect = Optional.of(new Suspect(lines.number(), String.valueOf(e.getMessage()), true));
        } else {
            listener.torn(lines.number());
        }
    }

    private static DamagedRecordingException damage(Suspect suspect) {
        return new DamagedRecordingException(suspect.line(), suspect.reason());
    }

    private String text() {
        int from = lines.from();
        int to = lines.isTerminated() ? lines.to() : TornLine.end(lines.buffer(), from, lines.to());
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(lines.buffer(), from, to - from))
                    .toString()
                    .strip();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("is not UTF-8", e);
        }
    }
}
