package io.raftelection.watch.logs;

import io.raftelection.Anomaly.Kind;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Turns what one server says in its log into events. What the server says again is no event, and a loss is one only if
 * the server led. Not thread-safe.
 */
final class ServerStory {
    private final ServerId server;
    private boolean leads;
    private boolean ready;
    private OptionalLong term = OptionalLong.empty();
    private OptionalLong candidateTerm = OptionalLong.empty();
    private long latestTerm = Long.MIN_VALUE;
    private long tenure;

    /** The latest view; empty while it is unknown, and while the server leads. */
    private Optional<Follows> view = Optional.empty();

    private Optional<Members> members = Optional.empty();

    ServerStory(ServerId server) {
        this.server = server;
    }

    /** The server stands for election in a term. */
    void candidate(OptionalLong next) {
        candidateTerm = next;
    }

    /** The server leads; a line without a term means the one for which the server stood. */
    void acquired(Duration at, OptionalLong stated, Consumer<LeadershipEvent> events) {
        var next = stated.isPresent() ? stated : candidateTerm;
        candidateTerm = OptionalLong.empty();
        Set<Kind> anomalies = Set.of();
        if (leads) {
            int order = next.isEmpty() || term.isEmpty() ? 0 : Long.compare(next.getAsLong(), term.getAsLong());
            if (order == 0) {
                return;
            }
            if (order < 0) {
                events.accept(new Acquired(at, server, next, OptionalLong.empty(), Set.of(Kind.STALE)));
                return;
            }
            lose(at, Cause.MISSED, "", Duration.ZERO, events);
            anomalies = Set.of(Kind.MISSED_LOSS);
        }
        leads = true;
        ready = false;
        term = next;
        tenure++;
        view = Optional.empty();
        reached(next);
        events.accept(new Acquired(at, server, next, OptionalLong.of(tenure), anomalies));
    }

    void ready(Duration at, Consumer<LeadershipEvent> events) {
        if (leads && !ready) {
            ready = true;
            events.accept(new Ready(at, server, term, OptionalLong.of(tenure), Set.of()));
        }
    }

    void lost(Duration at, String reason, Consumer<LeadershipEvent> events) {
        if (leads) {
            lose(
                    at,
                    reason.isBlank() ? Cause.STEPPED_DOWN : Cause.ENGINE_REASON,
                    reason.strip(),
                    Duration.ZERO,
                    events);
        }
    }

    private void lose(Duration at, Cause cause, String reason, Duration uncertainty, Consumer<LeadershipEvent> events) {
        leads = false;
        events.accept(new Lost(at, server, term, OptionalLong.of(tenure), cause, reason, Set.of(), uncertainty));
    }

    void follows(Duration at, ServerId leader, OptionalLong stated, Consumer<LeadershipEvent> events) {
        if (!leader.equals(server)) {
            sees(at, Optional.of(leader), stated, events);
        }
    }

    /** A leader that says that it knows of no leader has lost its leadership. */
    void followsNobody(Duration at, OptionalLong stated, Consumer<LeadershipEvent> events) {
        lost(at, "", events);
        sees(at, Optional.empty(), stated, events);
    }

    private void sees(Duration at, Optional<ServerId> leader, OptionalLong stated, Consumer<LeadershipEvent> events) {
        if (stated.isPresent() && stated.getAsLong() < latestTerm) {
            events.accept(new Follows(at, server, leader, stated, false, Set.of(Kind.STALE_VIEW)));
            return;
        }
        Set<Kind> anomalies = Set.of();
        if (leads) {
            lose(at, Cause.MISSED, "", Duration.ZERO, events);
            anomalies = Set.of(Kind.MISSED_LOSS);
        }
        reached(stated);
        var next = new Follows(at, server, leader, stated, false, anomalies);
        if (view.isEmpty() || !view.get().withAt(at).equals(next)) {
            view = Optional.of(next);
            events.accept(next);
        }
    }

    void members(Duration at, Set<ServerId> voters, Set<ServerId> learners, Consumer<LeadershipEvent> events) {
        var next = new Members(at, server, voters, learners);
        if (members.isEmpty() || !members.get().withAt(at).equals(next)) {
            members = Optional.of(next);
            events.accept(next);
        }
    }

    /** Nothing is known of the server from now on, and nothing was since some time ago. */
    void ended(Duration at, Duration silence, String reason, Consumer<LeadershipEvent> events) {
        if (leads) {
            lose(at, Cause.ENGINE_REASON, reason, silence, events);
        }
        if (view.isPresent()) {
            events.accept(new Follows(at, server, Optional.empty(), OptionalLong.empty(), true, Set.of()));
        }
        view = Optional.empty();
        candidateTerm = OptionalLong.empty();
        latestTerm = Long.MIN_VALUE;
    }

    private void reached(OptionalLong next) {
        latestTerm = Math.max(latestTerm, next.orElse(Long.MIN_VALUE));
    }
}
