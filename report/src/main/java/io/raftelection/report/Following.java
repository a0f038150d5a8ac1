package io.raftelection.report;

import io.raftelection.History;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes the periods in which each server followed a leader. */
final class Following {

    /**
     * A period in which a server followed a leader.
     *
     * @param index the index of its view in the history
     * @param view the view
     * @param leader the leader
     * @param end the time of the server's next view or acquisition, or the end of the history
     */
    record Period(int index, Follows view, ServerId leader, Duration end) {}

    private record Open(int index, Follows view, ServerId leader) {}

    private final Map<ServerId, Open> open = new HashMap<>();
    private final List<Period> periods = new ArrayList<>();

    /** Computes the periods of all events. */
    Following(History history) {
        for (int i = 0; i < history.events().size(); i++) {
            int index = i;
            var event = history.events().get(i);
            if (event.isChange()) {
                event.accept(
                        acquired -> end(acquired.server(), acquired.at()),
                        ready -> {},
                        lost -> {},
                        follows -> {
                            end(follows.server(), follows.at());
                            follows.leader()
                                    .ifPresent(leader -> open.put(follows.server(), new Open(index, follows, leader)));
                        },
                        members -> {});
            }
        }
        List.copyOf(open.keySet()).forEach(server -> end(server, history.until()));
    }

    private void end(ServerId server, Duration at) {
        var period = open.remove(server);
        if (period != null) {
            periods.add(new Period(period.index(), period.view(), period.leader(), at));
        }
    }

    /** {@return the periods, ordered by their ends} */
    List<Period> all() {
        return periods;
    }
}
