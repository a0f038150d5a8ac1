package io.raftelection.watch.logs;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.Missing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Places the losses that no line reports, because the process was killed or the log ends: at the first later leadership
 * of another server in the time in which the loss may have happened. So no overlap is shown that no server reports.
 */
final class UnseenLosses {
    private UnseenLosses() {}

    /** {@return the history with these losses in their places} */
    static History placed(History history) {
        var acquisitions = history.events().stream()
                .filter(event -> event instanceof Acquired && event.isChange())
                .toList();
        var events = new ArrayList<LeadershipEvent>();
        Set<LeadershipEvent> moved = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var event : history.events()) {
            var placed = event instanceof Lost lost && lost.isObserved() ? placed(lost, acquisitions) : event;
            events.add(placed);
            if (placed != event) {
                moved.add(placed);
            }
        }
        events.sort(Comparator.comparing(LeadershipEvent::at).thenComparing(event -> !moved.contains(event)));
        return new History(
                history.cluster(),
                history.startedAt(),
                history.until(),
                events,
                history.dropped(),
                history.anchors(),
                history.facts(),
                history.droppedFacts(),
                history.missing().stream().map(place -> placed(place, events)).toList());
    }

    /** The gap comes before all events of its time, since anything may follow it. */
    private static Missing placed(Missing place, List<LeadershipEvent> events) {
        int before = 0;
        while (before < events.size() && events.get(before).at().compareTo(place.at()) < 0) {
            before++;
        }
        return new Missing(place.at(), place.until(), place.events(), place.facts(), before, place.factsBefore());
    }

    private static LeadershipEvent placed(Lost lost, List<LeadershipEvent> acquisitions) {
        var seen = lost.at().minus(lost.uncertainty());
        for (int i = firstAfter(seen, acquisitions); i < acquisitions.size(); i++) {
            var other = acquisitions.get(i);
            if (other.at().compareTo(lost.at()) >= 0) {
                return lost;
            }
            if (isLater(other, lost)) {
                return at(other.at(), lost, other.at().minus(seen));
            }
        }
        return lost;
    }

    private static int firstAfter(Duration seen, List<LeadershipEvent> acquisitions) {
        int low = 0;
        int high = acquisitions.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (acquisitions.get(middle).at().compareTo(seen) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static Lost at(Duration at, Lost lost, Duration uncertainty) {
        return new Lost(
                at,
                lost.server(),
                lost.term(),
                lost.tenure(),
                lost.cause(),
                lost.reason(),
                lost.anomalies(),
                uncertainty);
    }

    private static boolean isLater(LeadershipEvent acquired, Lost lost) {
        return !acquired.server().equals(lost.server())
                && (acquired.term().isEmpty()
                        || lost.term().isEmpty()
                        || acquired.term().getAsLong() > lost.term().getAsLong());
    }
}
