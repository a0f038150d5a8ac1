package io.raftelection.report;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who led from when until when, and how many did at a time. */
final class Tenures {

    /**
     * One leadership.
     *
     * @param index which event of the history began it
     * @param acquired how it began
     * @param lost how it ended; empty if it had not at the end of the history, or nothing was heard of it
     * @param end when it ended, or the end of the history
     */
    record Tenure(int index, Acquired acquired, Optional<Lost> lost, Duration end) {
        ServerId server() {
            return acquired.server();
        }

        /** {@return its beginning and its end in the one notation, a line each} */
        @Override
        public String toString() {
            return acquired + lost.map(loss -> "\n" + loss).orElse("");
        }
    }

    /**
     * A time in which the number of leaders was the same.
     *
     * @param from its start
     * @param to its end
     * @param leaders how many
     */
    record Span(Duration from, Duration to, int leaders) {

        /** {@return for example {@code 1.000s to 1.500s: nobody led, for 0.500s}} */
        @Override
        public String toString() {
            return Figures.seconds(from) + " to " + Figures.seconds(to) + ": "
                    + (leaders == 0 ? "nobody" : Figures.counted(leaders, "server")) + " led, for "
                    + Figures.seconds(to.minus(from));
        }
    }

    private final Map<ServerId, Integer> leading = new HashMap<>();
    private final List<LeadershipEvent> events;
    private final List<Tenure> tenures = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private Duration since = Duration.ZERO;

    /** Of all that was heard. */
    Tenures(History history) {
        this.events = history.events();
        for (int index = 0; index < events.size(); index++) {
            if (events.get(index).isChange()) {
                take(index);
            }
        }
        span(history.until());
        leading.values().forEach(index -> end(index, Optional.empty(), history.until()));
    }

    /** {@return each leadership, those that ended earlier first} */
    List<Tenure> all() {
        return tenures;
    }

    /** {@return the whole time, in order} */
    List<Span> spans() {
        return spans;
    }

    private void take(int index) {
        var event = events.get(index);
        span(event.at());
        var held = Optional.ofNullable(leading.remove(event.server()));
        event.accept(
                acquired -> {
                    held.ifPresent(earlier -> end(earlier, Optional.empty(), acquired.at()));
                    leading.put(acquired.server(), index);
                },
                lost -> held.ifPresent(earlier -> end(earlier, Optional.of(lost), lost.at())));
    }

    private void end(int index, Optional<Lost> lost, Duration at) {
        tenures.add(new Tenure(index, (Acquired) events.get(index), lost, at));
    }

    /** Ends the present span, unless it took no time. */
    private void span(Duration until) {
        if (until.compareTo(since) > 0) {
            spans.add(new Span(since, until, leading.size()));
            since = until;
        }
    }
}
