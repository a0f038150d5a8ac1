package io.raftelection.micrometer;

import io.raftelection.Cause;
import io.raftelection.Causes;
import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows the events of a tracker and measures them. The tracker calls {@link #on} and {@link #missed} one at a time.
 */
final class ClusterState {
    /** How many servers are remembered at least before those that are no longer tracked are forgotten. */
    private static final int REMEMBERED = 1_024;

    private final Tracker tracker;
    private final ClusterMeters meters;
    private final ServerMeters servers;
    private final Present present;

    /** Earlier events led to the state at the start, and are not measured. */
    private final Duration from;

    private final Map<ServerId, Acquired> leading = new HashMap<>();
    private final Reporting reporting = new Reporting();
    private final Causes causes = new Causes();
    private final Timings timings;
    private int limit = REMEMBERED;
    private OptionalLong term = OptionalLong.empty();

    ClusterState(Tracker tracker, Duration from, ClusterMeters meters, ServerMeters servers, Present present) {
        this.tracker = tracker;
        this.from = from;
        this.meters = meters;
        this.servers = servers;
        this.present = present;
        this.timings = new Timings(meters, servers, from);
    }

    void on(LeadershipEvent event) {
        boolean isNew = event.at().compareTo(from) >= 0;
        if (isNew) {
            event.anomalies().forEach(meters::anomaly);
        }
        if (!event.isChange()) {
            return;
        }
        servers.add(event.server());
        var cause = causes.event(event).map(Cause::kind).orElse(Cause.Kind.UNKNOWN);
        event.accept(
                acquired -> acquired(acquired, cause),
                this::ready,
                lost -> lost(lost, cause),
                this::follows,
                members -> {});
        timings.agreement(event.at(), reporting, tracker::standings);
        if (reporting.remembered() > limit) {
            rebuild(tracker.standings());
            limit = Math.max(REMEMBERED, 2 * reporting.remembered());
        }
        publish(event.at());
    }

    private void acquired(Acquired event, Cause.Kind cause) {
        boolean isElection = event.at().compareTo(from) >= 0 && !event.already() && !reporting.isAgain(event);
        leading.put(event.server(), event);
        reporting.acquired(event);
        see(event.term());
        if (isElection) {
            count(present.elections, event, cause);
        }
        timings.acquired(event, isElection, leading.size());
    }

    private void ready(Ready event) {
        var held = leading.get(event.server());
        if (held != null) {
            timings.ready(event, held);
        }
    }

    private void lost(Lost event, Cause.Kind cause) {
        var held = leading.remove(event.server());
        reporting.lost(event);
        if (event.at().compareTo(from) >= 0) {
            count(present.losses, event, cause);
        }
        if (held != null) {
            timings.lost(event, held, leading.size());
        }
        if (Reporting.isUntracked(event)) {
            servers.retain(tracked(tracker.standings()));
        }
    }

    private void follows(Follows event) {
        reporting.follows(event);
        see(event.term());
        if (event.unknown()) {
            servers.retain(tracked(tracker.standings()));
        } else if (event.leader()
                .filter(leader -> !reporting.hasReported(leader))
                .isPresent()) {
            timings.electedElsewhere();
        }
    }

    private void count(CauseCounts changes, LeadershipEvent event, Cause.Kind cause) {
        if (cause == Cause.Kind.UNKNOWN) {
            changes.unknown(event.at(), causes.lateStalls());
        } else {
            changes.known(cause);
        }
    }

    private void see(OptionalLong reported) {
        if (reported.isPresent() && reported.getAsLong() > term.orElse(Long.MIN_VALUE)) {
            term = reported;
        }
    }

    /** Notes what may explain later events. */
    void fact(Fact fact) {
        causes.fact(fact);
        if (fact.kind() == Fact.Kind.STALL) {
            present.elections.stall(fact);
            present.losses.stall(fact);
        }
    }

    /** Starts anew from the present state, if events are missing. What is being measured is not known any more. */
    void missed(long events, List<Standing> standings) {
        if (events == 0) {
            causes.missedFacts();
            return;
        }
        causes.missed();
        meters.missed(events);
        rebuild(standings);
        timings.clear();
        publish(tracker.elapsed());
    }

    private void rebuild(List<Standing> standings) {
        leading.clear();
        reporting.clear(tracked(standings));
        for (var standing : standings) {
            servers.add(standing.server());
            var last = standing.lastEvent();
            var view = standing.view();
            if (standing.role() == Standing.Role.LEADING) {
                var held = last.filter(Acquired.class::isInstance)
                        .map(Acquired.class::cast)
                        .or(() -> view.map(own -> acquiredUnseen(standing.server(), own.term(), own.since())));
                held.ifPresent(event -> {
                    leading.put(event.server(), event);
                    reporting.acquired(event);
                    see(event.term());
                });
            } else if (view.isPresent()) {
                var own = view.get();
                reporting.follows(new Follows(own.since(), own.server(), own.leader(), own.term(), false, Set.of()));
                see(own.term());
            } else {
                last.filter(Lost.class::isInstance)
                        .map(Lost.class::cast)
                        .filter(LeadershipEvent::isChange)
                        .ifPresent(reporting::lost);
            }
        }
    }

    /** {@return the acquisition of a leader, of whose beginning nothing is known} */
    private static Acquired acquiredUnseen(ServerId server, OptionalLong term, Duration since) {
        return new Acquired(since, server, term, OptionalLong.empty(), Set.of(), Duration.ZERO, true);
    }

    private static Set<ServerId> tracked(List<Standing> standings) {
        return standings.stream().map(Standing::server).collect(Collectors.toSet());
    }

    private void publish(Duration at) {
        present.publish(leading.keySet(), term, reporting.size(), reporting.knowledge(), at);
    }
}
