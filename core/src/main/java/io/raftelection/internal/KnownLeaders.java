package io.raftelection.internal;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Follows the events of a history and knows whether a leader is known. Not thread-safe. */
public final class KnownLeaders {
    private final Set<ServerId> leading;
    private final Map<ServerId, ReportedState> reported = new HashMap<>();

    /** Creates one that has seen no event. */
    public KnownLeaders() {
        leading = new HashSet<>();
    }

    /**
     * Follows an acquisition.
     *
     * @param event the acquisition
     */
    public void acquired(Acquired event) {
        leading.add(event.server());
        reported(event.server()).acquired(event.term().orElse(Terms.NONE));
    }

    /**
     * Follows a loss.
     *
     * @param event the loss
     */
    public void lost(Lost event) {
        leading.remove(event.server());
        reported(event.server()).ended(event.term().orElse(Terms.NONE), Checks.moment(event.at()));
    }

    /**
     * Follows a view.
     *
     * @param event the view
     */
    public void follows(Follows event) {
        var view = new ReportedView(
                event.server(),
                event.leader().orElse(null),
                event.term().orElse(Terms.NONE),
                Checks.moment(event.at()));
        reported(event.server()).sees(event.unknown() ? null : view);
    }

    private ReportedState reported(ServerId server) {
        return reported.computeIfAbsent(server, id -> new ReportedState());
    }

    /** Forgets all events. */
    public void clear() {
        leading.clear();
        reported.clear();
    }

    /** {@return whether a server leads, or follows a leader that did not say since that it does not lead} */
    public boolean isLeaderKnown() {
        if (!leading.isEmpty()) {
            return true;
        }
        for (var state : reported.values()) {
            var view = state.view();
            var leader = view == null ? null : view.leader();
            if (view != null && leader != null) {
                var own = reported.get(leader);
                if (own == null || !own.outdates(view)) {
                    return true;
                }
            }
        }
        return false;
    }
}
