package io.raftelection.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.raftelection.Tracker;
import io.raftelection.micrometer.LeadershipMetrics;
import java.util.logging.LogManager;

/** What follows a tracker during a benchmark. */
public enum Follower {
    NOBODY,
    /** A listener that does nothing: what any listener costs. */
    LISTENER,
    /** Meters in a registry. */
    METRICS;

    /** Follows a tracker. {@return what keeps its gauges alive} */
    Object follow(Tracker tracker) {
        // At millions of elections per second, every listener misses events. The warnings would be measured.
        LogManager.getLogManager().reset();
        return switch (this) {
            case NOBODY -> this;
            case LISTENER -> tracker.subscribe(event -> {});
            case METRICS -> {
                var metrics = LeadershipMetrics.of(tracker);
                metrics.bindTo(new SimpleMeterRegistry());
                yield metrics;
            }
        };
    }
}
