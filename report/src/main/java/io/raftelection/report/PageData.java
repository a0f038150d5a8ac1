package io.raftelection.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import io.raftelection.ServerId;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Writes the data of the page as JSON, for its script: the kept events, and the periods, or the densities if there are
 * too many events. No text in it ends the element that it stands in.
 */
final class PageData {
    /** The largest integer up to which a script can represent every integer. */
    static final long SAFE = (1L << 53) - 1;

    private final TimelineData data;
    private final Words words = new Words();
    private final Map<ServerId, Integer> servers = new HashMap<>();

    PageData(TimelineData data) {
        this.data = data;
        data.servers().forEach(server -> servers.put(server, servers.size()));
    }

    /** Writes the data; the writer stays open. */
    void write(Writer out) throws IOException {
        var json = new JsonFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setCharacterEscapes(new Escapes());
        json.writeStartObject();
        json.writeNumberField("until", data.until());
        json.writeNumberField("count", data.log().count());
        json.writeArrayFieldStart("servers");
        for (var server : data.servers()) {
            json.writeString(server.value());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("roles");
        for (var server : data.servers()) {
            json.writeString(data.role(server));
        }
        json.writeEndArray();
        clock(json);
        events(json);
        if (data.detail().isPresent()) {
            periods(json, data.detail().get());
        } else {
            new DensityData(data.densities(), data.until()).write(json);
        }
        json.writeEndObject();
        json.close();
    }

    private void clock(JsonGenerator json) throws IOException {
        data.wall().write(json);
        json.writeArrayFieldStart("runs");
        for (var run : data.runs()) {
            json.writeStartArray();
            json.writeNumber(run.from());
            json.writeNumber(run.to());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private void events(JsonGenerator json) throws IOException {
        var entries = data.log().entries();
        json.writeObjectFieldStart("events");
        if (!data.log().isComplete()) {
            differences(json, "index", entries, EventLog.Entry::index);
        }
        differences(json, "at", entries, EventLog.Entry::at);
        column(
                json,
                "server",
                entries,
                entry -> servers.getOrDefault(entry.event().server(), -1));
        column(json, "words", entries, entry -> words.number(entry.event()));
        json.writeArrayFieldStart("term");
        for (var entry : entries) {
            long term = entry.event().term().orElse(-1);
            if (term <= SAFE) {
                json.writeNumber(term);
            } else {
                json.writeString(String.valueOf(term));
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("observed");
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).event().isObserved()) {
                json.writeNumber(i);
                json.writeNumber(
                        Marks.earliest(entries.get(i).at(), entries.get(i).event()));
            }
        }
        json.writeEndArray();
        json.writeEndObject();
        texts(json);
    }

    private void texts(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("words");
        for (var text : words.texts()) {
            json.writeStartArray();
            json.writeString(text.before());
            json.writeString(text.after());
            json.writeString(String.valueOf(text.kind()));
            json.writeNumber(text.isChange() ? 1 : 0);
            json.writeNumber(text.isOdd() ? 1 : 0);
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private void periods(JsonGenerator json, Detail detail) throws IOException {
        json.writeObjectFieldStart("led");
        differences(json, "event", detail.led(), Period.Led::index);
        column(json, "lost", detail.led(), led -> led.lostIndex() < 0 ? 0 : led.lostIndex() - led.index());
        column(json, "length", detail.led(), Period::length);
        column(json, "split", detail.led(), led -> detail.isSplit(led.acquired().term()) ? 1 : 0);
        json.writeEndObject();
        json.writeObjectFieldStart("followed");
        differences(json, "event", detail.followed(), Period.Followed::index);
        column(json, "leader", detail.followed(), followed -> servers.getOrDefault(followed.leader(), -1));
        column(json, "length", detail.followed(), Period::length);
        column(
                json,
                "split",
                detail.followed(),
                view -> detail.isSplit(view.view().term()) ? 1 : 0);
        json.writeEndObject();
        json.writeObjectFieldStart("unusual");
        differences(json, "from", detail.unusual(), Period::from);
        column(json, "length", detail.unusual(), Period::length);
        column(json, "leaders", detail.unusual(), Period.Unusual::leaders);
        json.writeEndObject();
    }

    /** Writes the differences between values that grow, which are shorter. */
    private static <T> void differences(JsonGenerator json, String name, List<T> rows, ToLongFunction<? super T> value)
            throws IOException {
        json.writeArrayFieldStart(name);
        long before = 0;
        for (var row : rows) {
            long now = value.applyAsLong(row);
            json.writeNumber(now - before);
            before = now;
        }
        json.writeEndArray();
    }

    private static <T> void column(JsonGenerator json, String name, List<T> rows, ToLongFunction<? super T> value)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (var row : rows) {
            json.writeNumber(value.applyAsLong(row));
        }
        json.writeEndArray();
    }

    /** Escapes what could end a script element, and what JSON wants escaped. */
    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes['<'] = ESCAPE_STANDARD;
            codes['>'] = ESCAPE_STANDARD;
            codes['&'] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return new SerializedString(String.format("\\u%04x", character));
        }
    }
}
