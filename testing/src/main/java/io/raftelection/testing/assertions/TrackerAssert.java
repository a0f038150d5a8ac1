package io.raftelection.testing.assertions;

import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/** Assertions on the present state of a tracker. */
public final class TrackerAssert extends AbstractAssert<TrackerAssert, Tracker> {

    TrackerAssert(Tracker actual) {
        super(actual, TrackerAssert.class);
    }

    /**
     * {@return assertions on its leadership} Fails if another server leads, or no server.
     *
     * @param server the expected leader
     */
    public LeadershipAssert hasLeader(ServerId server) {
        Objects.requireNonNull(server, "server: is null");
        isNotNull();
        var leader = actual.leader();
        if (!leader.map(Leadership::server).equals(Optional.of(server))) {
            failWithActualExpectedAndMessage(
                    leader.map(Leadership::server),
                    server,
                    "Expected %s to lead, but %s%s",
                    server,
                    whoLeads(),
                    history());
        }
        return new LeadershipAssert(leader.orElseThrow());
    }

    /** {@return this} Fails if a server leads. */
    public TrackerAssert hasNoLeader() {
        isNotNull();
        if (actual.leader().isPresent()) {
            failWithMessage("Expected nobody to lead, but %s%s", whoLeads(), history());
        }
        return this;
    }

    /** {@return this} Fails if the tracker recorded an anomaly. */
    public TrackerAssert hasNoAnomalies() {
        isNotNull();
        if (!actual.anomalies().isEmpty()) {
            failWithMessage("Expected no anomalies, but%n  %s%s", Excerpt.of(actual.anomalies()), history());
        }
        return this;
    }

    private String whoLeads() {
        return actual.leader()
                .map(leadership -> leadership.server() + " does"
                        + (leadership.term().isPresent()
                                ? ", in term " + leadership.term().getAsLong()
                                : ""))
                .orElse("nobody does");
    }

    private String history() {
        return "\n" + Excerpt.of(actual.history());
    }
}
