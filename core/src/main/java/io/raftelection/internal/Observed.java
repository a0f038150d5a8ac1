package io.raftelection.internal;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;

/**
 * An event that polling found, and that may have happened earlier. It wraps the event, so that events that an engine
 * reports need no room for the observation.
 */
record Observed(RecordedEvent recorded, Observation observation) implements RecordedEvent {

    /** Wraps an event unless its time is certain. */
    static RecordedEvent by(Observation observation, RecordedEvent recorded) {
        return observation.isNone() ? recorded : new Observed(recorded, observation);
    }

    @Override
    public LeadershipEvent event() {
        return recorded.event()
                .match(this::observed, ready -> ready, this::observed, this::observed, members -> members);
    }

    private LeadershipEvent observed(Acquired event) {
        return new Acquired(
                event.at(),
                event.server(),
                event.term(),
                event.tenure(),
                event.anomalies(),
                observation.uncertainty(),
                observation.already());
    }

    private LeadershipEvent observed(Lost event) {
        return new Lost(
                event.at(),
                event.server(),
                event.term(),
                event.tenure(),
                event.cause(),
                event.reason(),
                event.anomalies(),
                observation.uncertainty());
    }

    private LeadershipEvent observed(Follows event) {
        return new Follows(
                event.at(),
                event.server(),
                event.leader(),
                event.term(),
                event.unknown(),
                event.anomalies(),
                observation.uncertainty(),
                observation.already());
    }
}
