package io.raftelection.report;

import io.raftelection.History;
import java.io.IOException;
import java.time.Duration;

/** Passes on what is missing. */
final class Missed {
    private Missed() {}

    /** Passes the numbers of a line on. Both are zero if only facts are missing and nobody knows how many. */
    static void pass(Duration at, long events, long facts, RecordingListener listener) throws IOException {
        if (events > 0 || facts == 0) {
            listener.missed(at, events);
        }
        if (facts > 0) {
            listener.missedFacts(at, facts);
        }
    }

    /** Passes on what a history dropped, at its start. */
    static void pass(History history, RecordingListener listener) throws IOException {
        if (history.dropped() > 0 || history.droppedFacts() > 0) {
            pass(Duration.ZERO, history.dropped(), history.droppedFacts(), listener);
        }
    }
}
