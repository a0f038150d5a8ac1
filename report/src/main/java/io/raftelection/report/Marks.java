package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.ServerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The marks of single events in the first view: as many as fit. */
final class Marks {
    /** The largest number of marks of one kind in one row, except those of anomalies. */
    static final int MOST = 100;

    /** The largest number of marks of anomalies in one row: one per two columns. */
    private static final double COLUMN = 2;

    /** A kind of marks. */
    enum Kind {
        READY("ready marks"),
        MEMBERS("marks of changed members"),
        OBSERVED("times within which an observed event happened"),
        ANOMALY("marks of anomalies");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** {@return what the marks are} */
        String words() {
            return words;
        }
    }

    private record Place(ServerId server, Kind kind) {}

    private final Map<Place, List<EventLog.Entry>> places = new HashMap<>();
    private final Set<Kind> omitted = new HashSet<>();
    private final Set<List<Object>> columns = new HashSet<>();

    /** Finds the marks of events; the width is that of the whole time. */
    Marks(TimelineData data, int width) {
        for (var entry : data.log().entries()) {
            var event = entry.event();
            if (event.isChange() && event instanceof Ready) {
                add(Kind.READY, entry);
            } else if (event.isChange() && event instanceof Members) {
                add(Kind.MEMBERS, entry);
            }
            if (event.isObserved()) {
                add(Kind.OBSERVED, entry);
            }
            long column = (long) ((double) entry.at() / Math.max(1, data.until()) * width / COLUMN);
            if (entry.isOdd() && columns.add(List.of(event.server(), column))) {
                add(Kind.ANOMALY, entry);
            }
        }
        places.forEach((place, entries) -> {
            if (place.kind() != Kind.ANOMALY && entries.size() > MOST) {
                omitted.add(place.kind());
                entries.clear();
            }
        });
    }

    private void add(Kind kind, EventLog.Entry entry) {
        places.computeIfAbsent(new Place(entry.event().server(), kind), place -> new ArrayList<>())
                .add(entry);
    }

    /** {@return the marks of a server} */
    List<EventLog.Entry> of(ServerId server, Kind kind) {
        return places.getOrDefault(new Place(server, kind), List.of());
    }

    /** {@return the kinds of which a row has too many to draw} */
    Set<Kind> omitted() {
        return omitted;
    }

    /** {@return the earliest time at which an event may have happened, in nanoseconds} */
    static long earliest(long at, LeadershipEvent event) {
        return event.already() ? 0 : Math.max(0, at - Durations.nanos(event.uncertainty()));
    }
}
