package io.raftelection.report;

import io.raftelection.ServerId;
import java.time.Instant;

/** The first line of a run. */
record Header(String cluster, Instant startedAt) {
    static final String NO_HEADER = "is not a header, expected {\"" + Schema.FORMAT_KEY + "\":\"" + Schema.FORMAT
            + "\",\"" + Schema.VERSION_KEY + "\":" + Schema.VERSION + ",...}";

    static Header of(Fields fields) {
        var format = fields.has(Schema.FORMAT_KEY) ? fields.string(Schema.FORMAT_KEY) : "";
        if (!format.equals(Schema.FORMAT)) {
            throw new IllegalArgumentException(NO_HEADER);
        }
        long version = fields.required(Schema.VERSION_KEY);
        if (version < Schema.OLDEST_VERSION || version > Schema.VERSION) {
            throw new IllegalArgumentException(
                    "version is " + version + ", expected " + Schema.OLDEST_VERSION + " or " + Schema.VERSION);
        }
        return new Header(cluster(fields), startedAt(fields));
    }

    /** Checks the name of a cluster, which follows the rules for server ids. */
    private static String cluster(Fields fields) {
        if (!fields.has(Schema.CLUSTER)) {
            return "cluster";
        }
        try {
            return ServerId.of(fields.string(Schema.CLUSTER)).value();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage()).replaceFirst("^server id", Schema.CLUSTER), e);
        }
    }

    private static Instant startedAt(Fields fields) {
        if (!fields.has(Schema.STARTED_AT)) {
            return Instant.EPOCH;
        }
        return fields.instant(Schema.STARTED_AT);
    }
}
