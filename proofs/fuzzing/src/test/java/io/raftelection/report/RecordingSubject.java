package io.raftelection.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.raftelection.History;
import io.raftelection.fuzzing.Lines;
import io.raftelection.fuzzing.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.CharBuffer;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Recordings, whose places are lines. Each character of a text stands for a byte of the file. */
final class RecordingSubject implements Subject<History> {
    private static final Pattern LINE_BREAK = Pattern.compile("\n");

    @Override
    public History read(String bytes) throws IOException {
        var in = new ByteArrayInputStream(bytes.getBytes(ISO_8859_1));
        return Recording.read(Recording.decoded(in));
    }

    @Override
    public String print(History history) {
        var text = new StringWriter();
        try (var lines = new LineWriter(text)) {
            lines.header(history.cluster(), history.startedAt());
            for (var event : history.events()) {
                lines.event(event, history.instant(event.at()));
            }
            lines.missed(history.until(), history.dropped());
            lines.end(history.until(), history.instant(history.until()));
            var bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(text.toString()));
            return ISO_8859_1.decode(bytes).toString();
        } catch (IOException e) {
            throw new AssertionError("cannot write what it read: " + text, e);
        }
    }

    @Override
    public OptionalInt place(String text, Exception refusal) {
        return refusal instanceof DamagedRecordingException damage
                        && String.valueOf(damage.getMessage()).startsWith("line " + damage.line() + ": ")
                ? OptionalInt.of(Math.toIntExact(damage.line()))
                : OptionalInt.empty();
    }

    @Override
    public void checkPlace(String bytes, int line) throws Exception {
        Lines.checkPlace(this, LINE_BREAK, bytes, line);
    }
}
