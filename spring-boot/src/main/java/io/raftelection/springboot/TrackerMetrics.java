package io.raftelection.springboot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.raftelection.Tracker;
import io.raftelection.micrometer.LeadershipMetrics;
import java.util.Collection;
import java.util.List;

/** The meters of all trackers of an application. */
final class TrackerMetrics implements MeterBinder, AutoCloseable {
    private final List<LeadershipMetrics> all;

    TrackerMetrics(Collection<Tracker> trackers, int maxServers) {
        this.all = trackers.stream()
                .map(tracker -> LeadershipMetrics.of(tracker, Tags.empty(), maxServers))
                .toList();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        all.forEach(metrics -> metrics.bindTo(registry));
    }

    @Override
    public void close() {
        all.forEach(LeadershipMetrics::close);
    }
}
