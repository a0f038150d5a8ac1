package io.raftelection.internal;

import io.raftelection.KnownLeader;
import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.LeadershipLostException;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Standing.Role;
import io.raftelection.View;
import io.raftelection.internal.ServerState.Closed;
import io.raftelection.internal.ServerState.Following;
import io.raftelection.internal.ServerState.Leading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the tracked servers say together: which server leads, and which servers belong to the cluster. A held leadership
 * outranks a view of the same term, and a later term outranks an earlier one. Guarded by the ledger's lock.
 */
final class Views {
    private final Roster roster;
    private final Leaders leaders;

    Views(Roster roster, Leaders leaders) {
        this.roster = roster;
        this.leaders = leaders;
    }

    /** See {@code Tracker.knownLeader}. */
    Optional<KnownLeader> leader() {
        var held = leaders.first();
        var view = latestView();
        if (view != null
                && (held.isEmpty() || Terms.compare(view.term(), held.get().termNumber()) > 0)) {
            return Optional.of(
                    known(Checks.notNull(view.leader(), "leader"), view.term(), Optional.empty(), view.at()));
        }
        return held.map(leader -> known(leader.server(), leader.termNumber(), Optional.of(leader), leader.at()));
    }

    /** Returns the view of the latest term that names a leader and is not outdated. */
    private @Nullable ReportedView latestView() {
        ReportedView latest = null;
        for (var server : roster.all()) {
            var view = viewOf(server);
            if (view != null
                    && view.leader() != null
                    && !isOutdated(view)
                    && (latest == null || outranks(view, latest))) {
                latest = view;
            }
        }
        return latest;
    }

    private static boolean outranks(ReportedView one, ReportedView other) {
        int order = Terms.compare(one.term(), other.term());
        return order > 0 || (order == 0 && one.at() > other.at());
    }

    /** Whether the leader that a server follows is tracked here too, and said that it does not lead. */
    private boolean isOutdated(ReportedView view) {
        var leader = view.leader() == null ? null : roster.find(view.leader());
        return leader != null && leader.outdates(view);
    }

    private KnownLeader known(ServerId leader, long term, Optional<Leadership> leadership, long at) {
        var reporters = new TreeSet<ServerId>();
        long since = at;
        for (var server : roster.all()) {
            var view = viewOf(server);
            if (view != null && leader.equals(view.leader()) && view.term() == term && !isOutdated(view)) {
                reporters.add(server.id());
                since = Math.min(since, view.at());
            }
        }
        leadership.ifPresent(held -> reporters.add(held.server()));
        return new KnownLeader(leader, Terms.optional(term), leadership, reporters, Duration.ofNanos(since));
    }

    private static @Nullable ReportedView viewOf(TrackedServer server) {
        return server.reported == null ? null : server.reported.view();
    }

    /** See {@code Tracker.view}. */
    Optional<View> view(TrackedServer server) {
        if (server.state instanceof Leading leading) {
            var held = leading.leadership();
            return Optional.of(
                    new View(server.id(), Optional.of(server.id()), held.term(), Duration.ofNanos(held.at())));
        }
        return Optional.ofNullable(viewOf(server)).map(ReportedView::view);
    }

    /** Returns the leadership once it is ready. Throws if it cannot become ready. */
    Optional<HeldLeadership> readiness(HeldLeadership held) {
        if (held.isReady()) {
            return Optional.of(held);
        }
        var term = Terms.suffix(held.term());
        if (!held.isHeld()) {
            throw new LeadershipLostException("server " + held.server() + ": lost" + term + " before it was ready");
        }
        var server = roster.find(held.server());
        if (server != null && server.reported != null && server.reported.readinessUnavailable != null) {
            throw new UnsupportedOperationException("server " + held.server() + ": its readiness is not reported: "
                    + server.reported.readinessUnavailable);
        }
        return Optional.empty();
    }

    /** See {@code Tracker.awaitAgreement}. Throws if the readiness of the leader cannot be known. */
    Optional<KnownLeader> agreement() {
        var held = leaders.first();
        if (held.isEmpty() || readiness(held.get()).isEmpty()) {
            return Optional.empty();
        }
        var leader = held.get();
        for (var server : roster.all()) {
            if (!server.id().equals(leader.server()) && role(server) != Role.NON_MEMBER && !follows(server, leader)) {
                return Optional.empty();
            }
        }
        return leader();
    }

    private static boolean follows(TrackedServer server, HeldLeadership leader) {
        var view = viewOf(server);
        return view != null && leader.server().equals(view.leader()) && view.term() == leader.termNumber();
    }

    /** See {@code Tracker.members}. The leader's configuration is the latest one; otherwise it is the last reported. */
    Optional<Members> members() {
        var leader = leaders.first().map(held -> roster.find(held.server()));
        if (leader.isPresent() && leader.get().reported != null && leader.get().reported.members != null) {
            return Optional.of(leader.get().reported.members);
        }
        Members latest = null;
        for (var server : roster.all()) {
            var members = server.reported == null ? null : server.reported.members;
            if (members != null && (latest == null || members.at().compareTo(latest.at()) >= 0)) {
                latest = members;
            }
        }
        return Optional.ofNullable(latest);
    }

    /** Returns the events that lead to the present state: acquisitions, readiness, views and configurations. */
    List<LeadershipEvent> present() {
        var events = new ArrayList<LeadershipEvent>();
        for (var server : roster.all()) {
            if (server.state instanceof Leading leading) {
                events.add(server.acquisition(leading.leadership()));
                leading.leadership().readiness().ifPresent(events::add);
            }
            if (server.reported != null) {
                Optional.ofNullable(server.reported.view())
                        .map(RecordedEvent::event)
                        .ifPresent(events::add);
                Optional.ofNullable(server.reported.members).ifPresent(events::add);
            }
        }
        events.sort(Comparator.comparing(LeadershipEvent::at));
        return events;
    }

    List<Standing> standings() {
        return roster.all().stream()
                .map(server -> new Standing(
                        server.id(),
                        role(server),
                        Optional.ofNullable(server.lastEvent).map(RecordedEvent::event),
                        view(server)))
                .toList();
    }

    private Role role(TrackedServer server) {
        if (!(server.state instanceof Following)) {
            return server.state.role();
        }
        return members()
                .map(members -> members.voters().contains(server.id())
                        ? Role.FOLLOWING
                        : members.learners().contains(server.id()) ? Role.LEARNER : Role.NON_MEMBER)
                .orElse(Role.FOLLOWING);
    }

    /** Says in words which server leads. It says that none does only if every voter reported that. */
    String leaderInWords() {
        return leader().map(this::inWords).orElseGet(() -> nobodyLeads() ? "nobody leads" : "no leader is known here");
    }

    private String inWords(KnownLeader known) {
        var term = known.term().isPresent() ? " (term " + known.term().getAsLong() + ")" : "";
        var leads = known.server() + " leads" + term;
        if (known.leadership().isPresent()) {
            return leads;
        }
        var server = roster.find(known.server());
        return leads + ", as " + Shown.list(known.reportedBy())
                + (known.reportedBy().size() == 1 ? " reports" : " report")
                + "; " + known.server()
                + (server == null || server.state instanceof Closed ? " is not tracked here" : " has not reported it");
    }

    private boolean nobodyLeads() {
        var members = members();
        return members.isPresent()
                && members.get().voters().stream().allMatch(voter -> {
                    var server = roster.find(voter);
                    var view = server == null ? null : viewOf(server);
                    return view != null && view.leader() == null;
                });
    }
}
