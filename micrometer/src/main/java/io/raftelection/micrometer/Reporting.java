package io.raftelection.micrometer;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.Loss;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.internal.KnownLeaders;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The latest reports of each server: whom it follows, and whether it reports at all. Not thread-safe. */
final class Reporting {
    /** The reason of a loss that follows from the end of the engine's server, which reports nothing from then on. */
    private static final String DETACHED = "detached";

    private final KnownLeaders known = new KnownLeaders();
    private final Map<ServerId, Follows> views = new HashMap<>();
    private final Set<ServerId> reporting = new HashSet<>();

    /** The servers that reported something of themselves at any time, with the latest term that each acquired. */
    private final Map<ServerId, OptionalLong> terms = new HashMap<>();

    void acquired(Acquired event) {
        known.acquired(event);
        views.remove(event.server());
        reporting.add(event.server());
        terms.put(event.server(), event.term());
    }

    void lost(Lost event) {
        known.lost(event);
        terms.putIfAbsent(event.server(), OptionalLong.empty());
        if (isSilentAfter(event)) {
            reporting.remove(event.server());
        } else {
            reporting.add(event.server());
        }
    }

    /** Whether the loss says that the server no longer reports: it is not tracked, has ended, or cannot be polled. */
    private static boolean isSilentAfter(Lost event) {
        return isUntracked(event)
                || (event.cause() == Loss.Cause.ENGINE_REASON
                        && (event.isObserved() || event.reason().equals(DETACHED)));
    }

    /** {@return whether the tracker stopped to follow the server, so that the leadership may go on} */
    static boolean isUntracked(Lost event) {
        return event.cause() == Loss.Cause.CLOSED || event.cause() == Loss.Cause.IGNORED;
    }

    void follows(Follows event) {
        known.follows(event);
        terms.putIfAbsent(event.server(), OptionalLong.empty());
        if (event.unknown()) {
            views.remove(event.server());
            reporting.remove(event.server());
        } else {
            views.put(event.server(), event);
            reporting.add(event.server());
        }
    }

    Knowledge knowledge() {
        if (known.isLeaderKnown()) {
            return Knowledge.KNOWN;
        }
        return reporting.isEmpty() ? Knowledge.NOTHING : Knowledge.NONE;
    }

    int size() {
        return reporting.size();
    }

    /** {@return how many servers are remembered, tracked or not} */
    int remembered() {
        return terms.size();
    }

    boolean hasReported(ServerId server) {
        return terms.containsKey(server);
    }

    /** {@return whether the server leads the term again that it acquired last, as after a failed transfer or poll} */
    boolean isAgain(Acquired event) {
        return event.term().isPresent()
                && event.term().equals(terms.getOrDefault(event.server(), OptionalLong.empty()));
    }

    /** {@return whether all other servers follow a leader, and at least one does} */
    boolean agreesOn(Acquired leader, List<Standing> standings) {
        boolean isFollowed = false;
        for (var standing : standings) {
            boolean counts = switch (standing.role()) {
                case CLOSED, NON_MEMBER -> false;
                case FOLLOWING, EXPECTED, LEADING, LEARNER -> !standing.server().equals(leader.server());
            };
            if (counts && !follows(standing.server(), leader)) {
                return false;
            }
            isFollowed |= counts;
        }
        return isFollowed;
    }

    /** {@return whether a server follows a leader, which is known without asking the tracker} */
    boolean isFollowed(Acquired leader) {
        return views.keySet().stream().anyMatch(server -> follows(server, leader));
    }

    private boolean follows(ServerId server, Acquired leader) {
        var view = views.get(server);
        return view != null
                && view.leader().filter(leader.server()::equals).isPresent()
                && view.term().equals(leader.term());
    }

    /** Forgets everything except the terms of the servers that are still tracked. */
    void clear(Set<ServerId> tracked) {
        known.clear();
        views.clear();
        reporting.clear();
        terms.keySet().retainAll(tracked);
    }
}
