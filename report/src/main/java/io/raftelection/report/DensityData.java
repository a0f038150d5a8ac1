package io.raftelection.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes the densities of a timeline as JSON, in thousandths of each bucket's time. */
final class DensityData {
    private static final int WHOLE = 1_000;

    private final Densities densities;
    private final long until;
    private final int used;

    DensityData(Densities densities, long until) {
        this.densities = densities;
        this.until = until;
        this.used = densities.used(until);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("densities");
        json.writeNumberField("length", densities.length());
        numbers(json, "events", densities.events());
        json.writeArrayFieldStart("lanes");
        for (var lane : densities.lanes().values()) {
            lane(json, lane);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("unusual");
        lane(json, densities.unknown());
        lane(json, densities.several());
        json.writeEndArray();
        json.writeEndObject();
    }

    private void lane(JsonGenerator json, Densities.Lane lane) throws IOException {
        json.writeStartObject();
        parts(json, "led", lane.led);
        parts(json, "followed", lane.followed);
        numbers(json, "begun", lane.acquired);
        numbers(json, "odd", lane.anomalies);
        json.writeEndObject();
    }

    /** Writes the part of each bucket. It is whole or nothing only if the sum is. */
    private void parts(JsonGenerator json, String name, long[] sums) throws IOException {
        json.writeArrayFieldStart(name);
        for (int i = 0; i < used; i++) {
            long length = Math.min(until, (i + 1) * densities.length()) - i * densities.length();
            json.writeNumber(part(sums[i], length));
        }
        json.writeEndArray();
    }

    private static long part(long sum, long length) {
        if (sum == 0 || sum >= length) {
            return sum == 0 ? 0 : WHOLE;
        }
        return Math.max(1, Math.min(WHOLE - 1, Math.round((double) sum * WHOLE / length)));
    }

    private void numbers(JsonGenerator json, String name, int[] numbers) throws IOException {
        json.writeArrayFieldStart(name);
        for (int i = 0; i < used; i++) {
            json.writeNumber(numbers[i]);
        }
        json.writeEndArray();
    }
}
