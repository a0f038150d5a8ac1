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
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Recordings with one or more runs. Positions are lines, and each character of the text is a byte of the file. */
final class RecordingSubject implements Subject<List<History>> {
    private static final String GZIP = "\u001f\u008b";
    private static final Pattern LINE_BREAK = Pattern.compile("\n");

    @Override
    public List<History> read(String bytes) throws IOException {
        return Recording.readRuns(new ByteArrayInputStream(bytes.getBytes(ISO_8859_1)));
    }

    @Override
    public String print(List<History> runs) {
        var text = new StringWriter();
        try (var lines = new LineWriter(text)) {
            for (var history : runs) {
                Recording.writeRun(history, lines);
            }
            var bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(text.toString()));
            return ISO_8859_1.decode(bytes).toString();
        } catch (IOException e) {
            throw new AssertionError("cannot write the parsed history: " + text, e);
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
        if (bytes.startsWith(GZIP)) {
            return; // the lines of a compressed file are not those of the text
        }
        Lines.checkPlace(this, LINE_BREAK, bytes, line);
    }
}
