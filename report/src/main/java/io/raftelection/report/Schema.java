package io.raftelection.report;

import java.util.Set;

/** The member names and values of recordings of version 1. */
final class Schema {
    static final String FORMAT = "raft-election";
    static final int VERSION = 1;

    /** The members of a header. The first one names the format. */
    static final String FORMAT_KEY = "format";

    static final String VERSION_KEY = "version";
    static final String CLUSTER = "cluster";
    static final String STARTED_AT = "startedAt";

    /** The members of an event. */
    static final String AT = "at";

    static final String EVENT = "event";
    static final String SERVER = "server";
    static final String TERM = "term";
    static final String TENURE = "tenure";
    static final String CAUSE = "cause";
    static final String REASON = "reason";
    static final String ANOMALIES = "anomalies";
    static final String UNCERTAINTY = "uncertainty";
    static final String COUNT = "count";

    /** The wall-clock time of a line. It is present only if it does not follow from the lines before. */
    static final String TIME = "time";

    /** The kinds of event. */
    static final String ACQUIRED = "acquired";

    static final String LOST = "lost";
    static final String MISSED = "missed";
    static final String END = "end";

    /** All member names. Readers skip members with other names. */
    static final Set<String> MEMBERS = Set.of(
            FORMAT_KEY,
            VERSION_KEY,
            CLUSTER,
            STARTED_AT,
            AT,
            EVENT,
            SERVER,
            TERM,
            TENURE,
            CAUSE,
            REASON,
            ANOMALIES,
            UNCERTAINTY,
            COUNT,
            TIME);

    private Schema() {}
}
