package io.raftelection.report;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import io.raftelection.internal.KnownLeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes the leaderships of a history and the number of concurrent leaders. */
final class Tenures {

    /**
     * A leadership.
     *
     * @param index the index of its acquisition in the history
     * @param acquired its acquisition
     * @param lost its loss; empty if the history has no loss
     * @param end the time of its end, or the end of the history
     */
    record Tenure(int index, Acquired acquired, Optional<Lost> lost, Duration end) {
        ServerId server() {
            return acquired.server();
        }

        /** {@return the acquisition and the loss in the notation of events, one per line} */
        @Override
        public String toString() {
            return acquired + lost.map(loss -> "\n" + loss).orElse("");
        }
    }

    /**
     * A period in which the number of leaders did not change.
     *
     * @param from its start
     * @param to its end
     * @param leaders the number of leaders
     * @param known whether a leader is known, for example because another server follows it
     */
    record Span(Duration from, Duration to, int leaders, boolean known) {
        boolean isUnknown() {
            return !known;
        }

        /** {@return for example {@code 1.000s to 1.500s: no known leader for 0.500s}} */
        @Override
        public String toString() {
            return Figures.seconds(from) + " to " + Figures.seconds(to) + ": "
                    + (leaders == 0 ? "no known leader" : Figures.counted(leaders, "leader")) + " for "
                    + Figures.seconds(to.minus(from));
        }
    }

    private final Map<ServerId, Integer> leading = new HashMap<>();
    private final KnownLeaders known = new KnownLeaders();
    private final List<LeadershipEvent> events;
    private final List<Tenure> tenures = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();
    private Duration since = Duration.ZERO;

    /** Computes the leaderships of all events. */
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

    /** {@return the leaderships, ordered by their ends} */
    List<Tenure> all() {
        return tenures;
    }

    /** {@return the periods of the whole time, in order} */
    List<Span> spans() {
        return spans;
    }

    private void take(int index) {
        var event = events.get(index);
        span(event.at());
        event.accept(
                acquired -> {
                    end(acquired.server(), Optional.empty(), acquired.at());
                    leading.put(acquired.server(), index);
                    known.acquired(acquired);
                },
                ready -> {},
                lost -> {
                    end(lost.server(), Optional.of(lost), lost.at());
                    known.lost(lost);
                },
                known::follows,
                members -> {});
    }

    private void end(ServerId server, Optional<Lost> lost, Duration at) {
        var index = leading.remove(server);
        if (index != null) {
            end(index, lost, at);
        }
    }

    private void end(int index, Optional<Lost> lost, Duration at) {
        tenures.add(new Tenure(index, (Acquired) events.get(index), lost, at));
    }

    /** Ends the current span, unless it is empty. Spans of the same kind that touch are one span. */
    private void span(Duration until) {
        if (until.compareTo(since) > 0) {
            var next = new Span(since, until, leading.size(), known.isLeaderKnown());
            var last = spans.isEmpty() ? next : spans.get(spans.size() - 1);
            if (last.to().equals(since) && last.leaders() == next.leaders() && last.known() == next.known()) {
                spans.set(spans.size() - 1, new Span(last.from(), until, next.leaders(), next.known()));
            } else {
                spans.add(next);
            }
            since = until;
        }
    }
}
