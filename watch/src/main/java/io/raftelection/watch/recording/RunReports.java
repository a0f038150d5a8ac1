package io.raftelection.watch.recording;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reports the events of one run to the sinks of its servers. Used by one thread. */
final class RunReports {
    private final String file;
    private final Servers servers;

    /** The attachments of this run; empty for a server that cannot be tracked. */
    private final Map<ServerId, Optional<LeadershipSink>> attachments = new HashMap<>();

    private final Set<ServerId> leading = new HashSet<>();

    RunReports(String file, Servers servers) {
        this.file = file;
        this.servers = servers;
    }

    /** Reports an event of before the start, which still holds. */
    void present(LeadershipEvent event) {
        report(
                event instanceof Acquired acquired
                        ? new Acquired(
                                acquired.at(),
                                acquired.server(),
                                acquired.term(),
                                acquired.tenure(),
                                acquired.anomalies(),
                                acquired.uncertainty(),
                                true)
                        : event);
    }

    /** Reports an event as it was written. The tracker finds the anomalies of the event, and others, by itself. */
    void report(LeadershipEvent event) {
        if (attachments.containsKey(event.server())) {
            servers.check(event.server(), file);
        }
        attachments
                .computeIfAbsent(event.server(), server -> servers.attach(server, file))
                .ifPresent(sink -> event.accept(
                        acquired -> begin(acquired, sink),
                        ready -> sink.ready(),
                        lost -> lose(lost, sink),
                        follows -> follow(follows, sink),
                        members -> sink.members(members.voters(), members.learners())));
    }

    private void begin(Acquired acquired, LeadershipSink sink) {
        leading.add(acquired.server());
        if (acquired.already()) {
            sink.leadsAlready(acquired.term().orElse(-1), -1);
        } else {
            sink.acquired(acquired.term().orElse(-1));
        }
    }

    private void lose(Lost lost, LeadershipSink sink) {
        if (lost.cause() == Cause.MISSED) {
            return; // the event that follows shows it to this tracker too
        }
        leading.remove(lost.server());
        switch (lost.cause()) {
            case ENGINE_REASON -> sink.lost(lost.reason());
            case CLOSED, IGNORED -> sink.lost(FollowedRecordings.RUN_ENDED); // the engine said nothing
            default -> sink.lost();
        }
    }

    private void follow(Follows follows, LeadershipSink sink) {
        leading.remove(follows.server());
        if (follows.unknown()) {
            sink.detached();
        } else if (follows.isObserved()) {
            return; // its leader and its term may be of different times
        } else if (follows.leader().isPresent()) {
            sink.follows(follows.leader().get(), follows.term().orElse(-1));
        } else {
            sink.followsNobody(follows.term().orElse(-1));
        }
    }

    /** Ends what the run leaves open. */
    void end() {
        attachments.forEach((server, attachment) -> attachment.ifPresent(sink -> {
            if (leading.contains(server)) {
                sink.lost(FollowedRecordings.RUN_ENDED);
            }
            sink.detached();
        }));
        attachments.clear();
        leading.clear();
    }
}
