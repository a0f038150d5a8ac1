package io.raftelection.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * The meters with the tag {@code server}. The number of its values is bounded: servers beyond the limit share one. One
 * thread at a time adds and forgets servers; any thread may read.
 */
final class ServerMeters {
    private final Registered registered;
    private final Tags tags;
    private final int limit;
    private final Present present;
    private final Map<ServerId, ServerMeter> named = new ConcurrentHashMap<>();
    private final ServerMeter others;

    /** The meters of one value of the tag. */
    private record ServerMeter(Gauge leader, Timer tenure) {}

    ServerMeters(Registered registered, Tags tags, int limit, Present present) {
        this.registered = registered;
        this.tags = tags;
        this.limit = limit;
        this.present = present;
        this.others = new ServerMeter(
                registered.add(registry -> Gauge.builder("raft.election.leader", present, others(named.keySet()))
                        .description("Whether the server reports that it leads: 1 if it does, otherwise 0.")
                        .tags(tagged(LeadershipMetrics.OTHER_SERVERS))
                        .register(registry)),
                tenure(LeadershipMetrics.OTHER_SERVERS));
        registered.add(registry -> Gauge.builder("raft.election.servers.untagged", present, untagged(named.keySet()))
                .description("The number of tracked servers that share one value of the tag server.")
                .tags(tags)
                .register(registry));
    }

    private Tags tagged(String server) {
        return tags.and("server", server);
    }

    private Timer tenure(String server) {
        return registered.add(registry -> Timer.builder("raft.election.tenure")
                .description("The length of the leaderships that ended.")
                .tags(tagged(server))
                .register(registry));
    }

    /** {@return how many leaders have no name} It does not refer to this object, which would keep the tracker alive. */
    private static ToDoubleFunction<Present> others(Set<ServerId> named) {
        return now -> now.snapshot().leading().stream()
                .filter(server -> !named.contains(server))
                .count();
    }

    private static ToDoubleFunction<Present> untagged(Set<ServerId> named) {
        return now -> Math.max(0, now.tracked() - named.size());
    }

    /** Adds a server that is tracked, if it is new and the limit is not reached. */
    void add(ServerId server) {
        if (named.size() < limit && !named.containsKey(server)) {
            var leader = registered.add(registry -> Gauge.builder(
                            "raft.election.leader",
                            present,
                            now -> now.snapshot().leading().contains(server) ? 1 : 0)
                    .description("Whether the server reports that it leads: 1 if it does, otherwise 0.")
                    .tags(tagged(server.value()))
                    .register(registry));
            named.put(server, new ServerMeter(leader, tenure(server.value())));
        }
    }

    /** Removes the meters of all servers except those that are tracked. */
    void retain(Set<ServerId> tracked) {
        for (var server : Set.copyOf(named.keySet())) {
            if (!tracked.contains(server)) {
                var meters = named.remove(server);
                if (meters != null) {
                    registered.remove(meters.leader());
                    registered.remove(meters.tenure());
                }
            }
        }
    }

    void tenure(ServerId server, Duration length) {
        named.getOrDefault(server, others).tenure().record(length);
    }
}
