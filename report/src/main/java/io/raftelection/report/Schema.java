package io.raftelection.report;

import java.util.Set;

/** The member names and values of recordings. */
final class Schema {
    static final String FORMAT = "raft-election";

    /** The version that is written. Version 1 has no {@link #READY}, {@link #FOLLOWS}, {@link #MEMBERS} and facts. */
    static final int VERSION = 2;

    /** The oldest version that is read. */
    static final int OLDEST_VERSION = 1;

    /** The members of a header. The first one names the format. */
    static final String FORMAT_KEY = "format";

    static final String VERSION_KEY = "version";
    static final String CLUSTER = "cluster";
    static final String STARTED_AT = "startedAt";

    /** The Raft group of a line, where a stream has the lines of several. Readers skip it. */
    static final String GROUP = "group";

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

    /** Says that the first answer of a polled server said so; the number is the uncertainty, or zero. */
    static final String ALREADY = "already";

    static final String COUNT = "count";
    static final String FACTS = "facts";
    static final String UNTIL = "until";

    /** The kind of a fact, how many seconds it lasted, and more words. */
    static final String FACT = "fact";

    static final String LASTED = "lasted";
    static final String DETAIL = "detail";

    /** The leader of a {@link #FOLLOWS} event; its {@link #VIEW} stands in its place if there is none. */
    static final String LEADER = "leader";

    static final String VIEW = "view";
    static final String VOTERS = "voters";
    static final String LEARNERS = "learners";

    /** The wall-clock time of a line. It is present only if it does not follow from the lines before. */
    static final String TIME = "time";

    /** The kinds of event. */
    static final String ACQUIRED = "acquired";

    static final String READY = "ready";
    static final String LOST = "lost";
    static final String FOLLOWS = "follows";
    static final String MEMBERS = "members";
    static final String BEGINS = "begins";
    static final String ENDS = "ends";
    static final String MISSED = "missed";
    static final String END = "end";

    /** The views without a leader. */
    static final String NOBODY = "nobody";

    static final String UNKNOWN = "unknown";

    /** All member names. Readers skip members with other names. */
    static final Set<String> NAMES = Set.of(
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
            ALREADY,
            COUNT,
            FACTS,
            UNTIL,
            LEADER,
            VIEW,
            VOTERS,
            LEARNERS,
            TIME,
            FACT,
            LASTED,
            DETAIL);

    /** {@return the views without a leader} */
    static String[] views() {
        return new String[] {NOBODY, UNKNOWN};
    }

    private Schema() {}
}
