package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.internal.Effect.ReportAnomaly;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The anomalies of one event. */
final class Anomalies {
    private Anomalies() {}

    /** Adds an anomaly. There usually is none, and then no list is created. */
    static List<ReportAnomaly> with(List<ReportAnomaly> anomalies, ReportAnomaly another) {
        return anomalies.isEmpty()
                ? List.of(another)
                : Stream.concat(anomalies.stream(), Stream.of(another)).toList();
    }

    static Set<Anomaly.Kind> kinds(List<ReportAnomaly> anomalies) {
        if (anomalies.isEmpty()) {
            return Set.of();
        }
        var kinds = EnumSet.noneOf(Anomaly.Kind.class);
        anomalies.forEach(anomaly -> kinds.add(anomaly.kind()));
        return Collections.unmodifiableSet(kinds);
    }
}
