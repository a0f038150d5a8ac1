package io.raftelection.testing;

import io.raftelection.Fact;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Reports what a test does to the servers of a cluster as facts, to the sinks of the servers, so that a history
 * explains the changes of leadership that came of it. Safe for use by many threads.
 */
final class ActionFacts {
    private final Map<ServerId, LeadershipSink> sinks = new ConcurrentHashMap<>();

    /** What goes on until the test undoes it. */
    private final Set<State> states = ConcurrentHashMap.newKeySet();

    /**
     * What goes on until the test undoes it.
     *
     * @param server the server that it concerns
     * @param other the other end of a link that is cut; else the same server
     */
    private record State(Fact.Kind kind, ServerId server, ServerId other, String detail) {
        boolean isLink() {
            return kind == Fact.Kind.CUT || kind == Fact.Kind.ISOLATE;
        }

        boolean concerns(ServerId one) {
            return server.equals(one) || other.equals(one);
        }
    }

    /** Keeps the sink of a server. {@return the sink} */
    LeadershipSink keep(ServerId server, LeadershipSink sink) {
        sinks.put(server, sink);
        return sink;
    }

    /** Takes an action that may wait. {@return its result} */
    <T, E extends Exception> T during(Fact.Kind kind, ServerId server, String detail, Lifetime.Step<T, E> action)
            throws E, InterruptedException {
        var sink = sinks.get(server);
        if (sink == null) {
            return action.take();
        }
        sink.factBegins(kind, detail);
        try {
            return action.take();
        } finally {
            sink.factEnds(kind, detail);
        }
    }

    /** Does the same, without a result. */
    <E extends Exception> void doing(Fact.Kind kind, ServerId server, String detail, Lifetime.VoidStep<E> action)
            throws E, InterruptedException {
        var unused = during(kind, server, detail, () -> {
            action.take();
            return this;
        });
    }

    /** Does the same for an action that does not wait. */
    void doing(Fact.Kind kind, ServerId server, Runnable action) {
        var sink = sinks.get(server);
        if (sink != null) {
            sink.factBegins(kind, "");
        }
        try {
            action.run();
        } finally {
            if (sink != null) {
                sink.factEnds(kind, "");
            }
        }
    }

    /** Notes that a server is isolated or paused from now on. */
    void begin(Fact.Kind kind, ServerId server) {
        begin(new State(kind, server, server, ""));
    }

    /** Notes that a direction of a link is cut from now on. */
    void cut(ServerId from, ServerId to) {
        begin(new State(Fact.Kind.CUT, from, to, "to " + to));
        begin(new State(Fact.Kind.CUT, to, from, "from " + from));
    }

    private void begin(State state) {
        var sink = sinks.get(state.server());
        if (sink != null && states.add(state)) {
            sink.factBegins(state.kind(), state.detail());
        }
    }

    /** Notes that all links are restored. */
    void healed() {
        end(State::isLink);
    }

    /** Notes that the links of a server are restored. */
    void healed(ServerId server) {
        end(state -> state.isLink() && state.concerns(server));
    }

    /** Notes that a server is not paused any longer. */
    void resumed(ServerId server) {
        end(state -> state.kind() == Fact.Kind.PAUSE && state.concerns(server));
    }

    /** Notes that a server is no longer of the cluster. */
    void left(ServerId server) {
        end(state -> state.concerns(server));
    }

    private void end(Predicate<State> condition) {
        for (var state : List.copyOf(states)) {
            if (condition.test(state) && states.remove(state)) {
                var sink = sinks.get(state.server());
                if (sink != null) {
                    sink.factEnds(state.kind(), state.detail());
                }
            }
        }
    }
}
