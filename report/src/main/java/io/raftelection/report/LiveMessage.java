package io.raftelection.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Makes messages of a stream of server-sent events. Their data is one line of JSON. */
final class LiveMessage {
    private static final JsonFactory JSON = new JsonFactory();

    private LiveMessage() {}

    /** Writes the members of an object. */
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * {@return the bytes of a message}
     *
     * @param head the lines before the data, each with its line break
     * @param body writes the data
     */
    static byte[] of(String head, Body body) {
        var out = new StringWriter();
        out.append(head).append("data: ");
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.append("\n\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes an integer in a form that a script reads exactly. */
    static void exact(JsonGenerator json, long value) throws IOException {
        if (value <= PageData.SAFE) {
            json.writeNumber(value);
        } else {
            json.writeString(String.valueOf(value));
        }
    }
}
