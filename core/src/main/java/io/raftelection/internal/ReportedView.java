package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.ServerId;
import io.raftelection.View;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server's report of the leader that it follows.
 *
 * @param leader the leader; null if the server knows of none
 * @param term the term, or {@link Terms#NONE}
 * @param at the time of the report, in nanoseconds from the start of the tracker
 */
record ReportedView(ServerId server, @Nullable ServerId leader, long term, long at) implements RecordedEvent {

    boolean isSameAs(@Nullable ReportedView other) {
        return other != null
                && term == other.term
                && (leader == null ? other.leader == null : leader.equals(other.leader));
    }

    View view() {
        return new View(server, Optional.ofNullable(leader), Terms.optional(term), Duration.ofNanos(at));
    }

    @Override
    public Follows event() {
        return with(Set.of());
    }

    Follows with(Set<Anomaly.Kind> anomalies) {
        return new Follows(
                Duration.ofNanos(at), server, Optional.ofNullable(leader), Terms.optional(term), false, anomalies);
    }
}
