package io.raftelection.report;

import io.raftelection.Missing;
import io.raftelection.internal.Gap;
import java.io.IOException;
import java.time.Duration;

/** Passes on what is missing. */
final class Missed {
    private Missed() {}

    /** {@return what a line says is missing, whose numbers were read} */
    static Missing of(Duration at, Fields fields, long events, long facts) {
        var until = fields.has(Schema.UNTIL) ? fields.seconds(Schema.UNTIL) : at;
        if (until.compareTo(at) < 0) {
            throw new IllegalArgumentException(Schema.UNTIL + " is earlier than " + Schema.AT);
        }
        return new Missing(at, events > 0 ? until : at, events, facts, 0, 0);
    }

    /** Passes the numbers of a line on. Both are zero if only facts are missing and nobody knows how many. */
    static void pass(Duration at, long events, long facts, RecordingListener listener) throws IOException {
        if (events > 0 || facts == 0) {
            listener.missed(at, events);
        }
        if (facts > 0) {
            listener.missedFacts(at, facts);
        }
    }

    /** Passes on what is missing at a place of a history. */
    static void pass(Missing missing, RecordingListener listener) throws IOException {
        if (isLong(missing.at(), missing.until(), missing.events())) {
            listener.missedUntil(missing.until());
        }
        pass(missing.at(), missing.events(), missing.facts(), listener);
    }

    /** Passes on what is missing in one of several files. */
    static void pass(Gap gap, RecordingListener listener) throws IOException {
        if (isLong(gap.at(), gap.until(), gap.events())) {
            listener.missedUntil(gap.until());
        }
        if (gap.torn() > 0) {
            listener.torn(gap.torn());
        } else {
            pass(gap.at(), gap.events(), gap.facts(), listener);
        }
    }

    /** Whether events of other processes may lie between those that are missing. */
    private static boolean isLong(Duration at, Duration until, long events) {
        return events > 0 && until.compareTo(at) > 0;
    }
}
