package io.raftelection.benchmarks;

import io.raftelection.Tracker;

/** Checks that a benchmark ran as intended. */
final class Checks {
    private Checks() {}

    static void quiet(Tracker tracker) {
        that(tracker.anomalies().isEmpty(), "anomalies: " + tracker.anomalies());
        that(tracker.dropped() == 0, "dropped: " + tracker.dropped());
    }

    static void that(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
