package io.raftelection.internal;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import java.time.Duration;

/**
 * An event that polling found, and that may have happened earlier. It wraps the event, so that events that an engine
 * reports need no room for the uncertainty.
 */
record Observed(RecordedEvent recorded, Duration uncertainty) implements RecordedEvent {

    /** Wraps an event unless its time is certain. */
    static RecordedEvent within(Duration uncertainty, RecordedEvent recorded) {
        return uncertainty.isZero() ? recorded : new Observed(recorded, uncertainty);
    }

    @Override
    public LeadershipEvent event() {
        return recorded.event()
                .match(this::observed, ready -> ready, this::observed, follows -> follows, members -> members);
    }

    private LeadershipEvent observed(Acquired event) {
        return new Acquired(event.at(), event.server(), event.term(), event.tenure(), event.anomalies(), uncertainty);
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
                uncertainty);
    }
}
