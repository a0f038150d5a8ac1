package io.raftelection.watch.recording;

import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.ServerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the servers of a run reported last, without what led to it, and the facts that go on. Used by one thread. */
final class PresentState {
    private static final int MAX_FACTS = 1_024;

    private final Map<ServerId, Server> servers = new LinkedHashMap<>();
    private final List<Fact> facts = new ArrayList<>();

    /** The latest events of a server; null if there is none. */
    private static final class Server {
        private @Nullable Acquired acquired;
        private @Nullable Ready ready;
        private @Nullable Follows follows;
        private @Nullable Members members;

        void begin(Acquired event) {
            acquired = event;
            ready = null;
            follows = null;
        }

        void end() {
            acquired = null;
            ready = null;
        }

        void follow(Follows event) {
            end();
            follows = event.unknown() ? null : event;
        }
    }

    void on(LeadershipEvent event) {
        if (event.isChange()) {
            var server = servers.computeIfAbsent(event.server(), name -> new Server());
            event.accept(
                    server::begin,
                    ready -> server.ready = ready,
                    lost -> server.end(),
                    server::follow,
                    members -> server.members = members);
        }
    }

    void on(Fact fact) {
        if (fact.isOver()) {
            facts.removeIf(begin -> begin.kind() == fact.kind()
                    && begin.server().equals(fact.server())
                    && (fact.kind() != Fact.Kind.CUT || begin.detail().equals(fact.detail())));
        } else if (facts.size() < MAX_FACTS) {
            facts.add(fact);
        }
    }

    /** Notes that lines are missing, so that what goes on may have ended. */
    void missed() {
        facts.clear();
    }

    /** {@return the begins of the facts that go on} */
    List<Fact> facts() {
        return List.copyOf(facts);
    }

    /** {@return the events that still hold, those of each server in a possible order} */
    List<LeadershipEvent> events() {
        var events = new ArrayList<LeadershipEvent>();
        for (var server : servers.values()) {
            Stream.of(server.follows, server.acquired, server.ready, server.members)
                    .filter(Objects::nonNull)
                    .forEach(events::add);
        }
        return events;
    }

    void clear() {
        servers.clear();
        facts.clear();
    }
}
