package io.raftelection.report;

import java.util.Set;

/** The words of a recording, version 1: see docs/reference/recording.md. */
final class Schema {
    static final String FORMAT = "raft-election";
    static final int VERSION = 1;

    /** The member of a header that names the format, and those that follow it. */
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

    /** The wall-clock time of a line, where it does not follow from the lines before. */
    static final String TIME = "time";

    /** The kinds of event. */
    static final String ACQUIRED = "acquired";

    static final String LOST = "lost";
    static final String MISSED = "missed";
    static final String END = "end";

    /** All of them; others are skipped. */
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
