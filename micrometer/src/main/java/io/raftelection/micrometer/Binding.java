package io.raftelection.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import io.raftelection.ListenerSubscription;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The meters of one tracker in one registry. The tracker keeps its listener alive, and with it {@link Present}, to
 * which the registry refers weakly. So the gauges live as long as the tracker's servers.
 */
final class Binding {
    private final Tracker tracker;
    private final Registered registered;
    private final AtomicReference<ListenerSubscription> subscription = new AtomicReference<>();
    private volatile boolean closed;

    Binding(Tracker tracker, MeterRegistry registry) {
        this.tracker = tracker;
        this.registered = new Registered(registry);
    }

    /** Passes the events of the tracker on. */
    private record Events(ClusterState state) implements LeadershipListener {

        @Override
        public void on(LeadershipEvent event) {
            state.on(event);
        }

        @Override
        public void fact(Fact fact) {
            state.fact(fact);
        }

        @Override
        public void missed(long events, List<Standing> standings) {
            state.missed(events, standings);
        }
    }

    /** Registers the meters and begins to measure. */
    void start(Tags tags, int maxServers) {
        var from = tracker.elapsed();
        var present = new Present(tracker, from);
        var meters = new ClusterMeters(registered, tags, present);
        var servers = new ServerMeters(registered, tags, maxServers, present);
        tracker.standings().forEach(standing -> servers.add(standing.server()));
        var state = new ClusterState(tracker, from, meters, servers, present);
        subscription.set(tracker.subscribe(new Events(state)));
        if (closed) {
            close();
        }
    }

    /** Ends the measurements and removes the meters. */
    void close() {
        closed = true;
        var open = subscription.getAndSet(null);
        if (open != null) {
            open.close();
        }
        registered.removeAll();
    }
}
