package io.raftelection.watch.recording;

import io.raftelection.Fact;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reports the facts of one run. A fact does not make its file the owner of its server, since a process may record what
 * it knows of others. Used by one thread.
 */
final class RunFacts {
    /** How many facts of a run can go on. */
    private static final int MAX = 1_024;

    private final String file;
    private final Servers servers;
    private final Map<Key, Going> going = new HashMap<>();
    private final RunStalls stalls;

    /** Only links that are cut are told apart by their words. */
    private record Key(Fact.Kind kind, ServerId server, String link) {
        static Key of(Fact fact, ServerId server) {
            return new Key(fact.kind(), server, fact.kind() == Fact.Kind.CUT ? fact.detail() : "");
        }
    }

    private record Going(LeadershipSink sink, String detail) {}

    RunFacts(String file, Servers servers) {
        this.file = file;
        this.servers = servers;
        this.stalls = new RunStalls(file, servers);
    }

    /** Waits until an event can be reported, so that no stall explains too much. An interrupt ends it. */
    void before(Duration at) {
        stalls.before(at);
    }

    /** Notes that an event was reported. */
    void after(Duration at) {
        stalls.after(at);
    }

    void report(Fact fact) {
        if (fact.kind() == Fact.Kind.STALL) {
            stalls.report(fact);
        } else if (fact.isOver()) {
            fact.server().ifPresent(server -> end(fact, going.remove(Key.of(fact, server))));
        } else {
            fact.server().ifPresent(server -> begin(fact, server));
        }
    }

    private void begin(Fact fact, ServerId server) {
        var key = Key.of(fact, server);
        if (going.size() < MAX && !going.containsKey(key)) {
            servers.sink(server, file).ifPresent(sink -> {
                going.put(key, new Going(sink, fact.detail()));
                sink.factBegins(fact.kind(), fact.detail());
            });
        }
    }

    private static void end(Fact fact, @Nullable Going begun) {
        if (begun != null) {
            begun.sink().factEnds(fact.kind(), begun.detail());
        }
    }

    /** Ends all facts that go on, since lines are missing. */
    void missed() {
        going.forEach((key, begun) -> begun.sink().factEnds(key.kind(), begun.detail()));
        going.clear();
    }

    /** Ends all facts, since their run has ended. */
    void end() {
        missed();
        stalls.end();
    }
}
