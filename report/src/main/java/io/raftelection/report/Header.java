package io.raftelection.report;

import java.time.DateTimeException;
import java.time.Instant;

/** The first line of a recording. */
record Header(String cluster, Instant startedAt) {

    static Header of(Fields fields) {
        var format = fields.has(Schema.FORMAT_KEY) ? fields.string(Schema.FORMAT_KEY) : "";
        if (!format.equals(Schema.FORMAT)) {
            throw new IllegalArgumentException("is no header, expected {\"" + Schema.FORMAT_KEY + "\":\""
                    + Schema.FORMAT + "\",\"" + Schema.VERSION_KEY + "\":" + Schema.VERSION + ",...}");
        }
        long version = fields.required(Schema.VERSION_KEY);
        if (version != Schema.VERSION) {
            throw new IllegalArgumentException("version is " + version + ", expected " + Schema.VERSION);
        }
        return new Header(fields.has(Schema.CLUSTER) ? fields.string(Schema.CLUSTER) : "cluster", startedAt(fields));
    }

    private static Instant startedAt(Fields fields) {
        if (!fields.has(Schema.STARTED_AT)) {
            return Instant.EPOCH;
        }
        var text = fields.string(Schema.STARTED_AT);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    Schema.STARTED_AT + " is \"" + Fields.shown(text) + "\", expected as in 2026-01-31T12:00:00Z", e);
        }
    }
}
