package io.raftelection.internal;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import java.time.Duration;

/**
 * Something that was found by looking, and may have happened earlier. Apart from what an engine tells, which needs no
 * room for this.
 */
record Observed(Heard heard, Duration uncertainty) implements Heard {

    @Override
    public LeadershipEvent event() {
        var event = heard.event();
        if (event instanceof Lost lost) {
            return new Lost(
                    lost.at(),
                    lost.server(),
                    lost.term(),
                    lost.tenure(),
                    lost.cause(),
                    lost.reason(),
                    lost.anomalies(),
                    uncertainty);
        }
        return new Acquired(event.at(), event.server(), event.term(), event.tenure(), event.anomalies(), uncertainty);
    }
}
