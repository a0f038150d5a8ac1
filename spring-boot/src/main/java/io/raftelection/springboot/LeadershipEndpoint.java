package io.raftelection.springboot;

import io.raftelection.Anomaly;
import io.raftelection.KnownLeader;
import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import io.raftelection.View;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** The endpoint {@code leadership}: who leads, whom each server follows, and the latest events. It is read-only. */
@Endpoint(id = "leadership")
public final class LeadershipEndpoint {
    /** How many events and anomalies an answer has at most. */
    private static final int EVENTS = 50;

    private final Map<String, Tracker> trackers;

    LeadershipEndpoint(Map<String, Tracker> trackers) {
        this.trackers = trackers;
    }

    /**
     * The answer.
     *
     * @param trackers the trackers, by the names of their beans
     */
    public record Answer(Map<String, Cluster> trackers) {}

    /**
     * A tracker.
     *
     * @param cluster the name of its cluster
     * @param leader the known leader, or null
     * @param servers the tracked servers
     * @param events the latest events, oldest first, in the notation
     * @param anomalies the latest anomalies, oldest first
     * @param dropped how many notifications were dropped
     */
    public record Cluster(
            String cluster,
            @Nullable Leader leader,
            List<Server> servers,
            List<Event> events,
            List<String> anomalies,
            long dropped) {}

    /**
     * The known leader.
     *
     * @param server its name
     * @param term its term, or null
     * @param isHeldHere whether it is tracked here and reports that it leads
     * @param isReady whether it is tracked here and may serve
     * @param reportedBy the servers that report it
     * @param since since when it is known
     */
    public record Leader(
            String server,
            @Nullable Long term,
            boolean isHeldHere,
            boolean isReady,
            List<String> reportedBy,
            Instant since) {}

    /**
     * A tracked server.
     *
     * @param server its name
     * @param role its role, such as leading
     * @param follows the leader that it believes in, or null
     * @param term the term of that belief, or null
     */
    public record Server(
            String server,
            String role,
            @Nullable String follows,
            @Nullable Long term) {}

    /**
     * An event.
     *
     * @param time its wall-clock time
     * @param event the event in the notation
     */
    public record Event(Instant time, String event) {}

    /** {@return what the trackers know now} */
    @ReadOperation
    public Answer leadership() {
        var answer = new TreeMap<String, Cluster>();
        trackers.forEach((name, tracker) -> answer.put(name, cluster(tracker)));
        return new Answer(answer);
    }

    private static Cluster cluster(Tracker tracker) {
        var history = tracker.history();
        return new Cluster(
                history.cluster(),
                tracker.knownLeader().map(leader -> leader(tracker, leader)).orElse(null),
                tracker.standings().stream().map(LeadershipEndpoint::server).toList(),
                latest(history.events()).stream()
                        .map(event -> event(tracker, event))
                        .toList(),
                latest(tracker.anomalies()).stream().map(Anomaly::toString).toList(),
                tracker.dropped());
    }

    private static <T> List<T> latest(List<T> all) {
        return all.subList(Math.max(0, all.size() - EVENTS), all.size());
    }

    private static Event event(Tracker tracker, LeadershipEvent event) {
        return new Event(tracker.instant(event.at()), event.toString());
    }

    private static Leader leader(Tracker tracker, KnownLeader leader) {
        return new Leader(
                leader.server().value(),
                leader.term().isPresent() ? leader.term().getAsLong() : null,
                leader.leadership().isPresent(),
                leader.leadership().filter(held -> held.isReady()).isPresent(),
                leader.reportedBy().stream().map(ServerId::value).toList(),
                tracker.instant(leader.since()));
    }

    private static Server server(Standing standing) {
        Optional<View> view = standing.view();
        var term = view.map(View::term);
        return new Server(
                standing.server().value(),
                standing.role().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                view.flatMap(View::leader).map(ServerId::value).orElse(null),
                term.isPresent() && term.get().isPresent() ? term.get().getAsLong() : null);
    }
}
