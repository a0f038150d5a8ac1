package io.raftelection.cli;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.raftelection.LeadershipEvent;
import io.raftelection.Tracker;
import io.raftelection.micrometer.LeadershipMetrics;
import io.raftelection.watch.WatchListener;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of the Raft groups of a watch. Without the option there are none. Safe for use by many threads. */
final class WatchedMetrics implements AutoCloseable {
    /** How many groups have meters. Each has about 55 time series, and four more per server. */
    static final int MAX_GROUPS = 200;

    private final Screen screen;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger groups = new AtomicInteger();
    private final Optional<MetricsServer> server;

    private WatchedMetrics(Optional<MetricsAddress> address, Screen screen) throws IOException {
        this.screen = screen;
        Gauge.builder("raft.election.groups", groups, AtomicInteger::get)
                .description("The number of Raft groups that were found; the first " + MAX_GROUPS + " have meters.")
                .register(registry);
        this.server =
                address.isPresent() ? Optional.of(MetricsServer.start(address.get(), registry)) : Optional.empty();
        server.ifPresent(http -> note("metrics at " + http.url()));
    }

    static WatchedMetrics start(Optional<MetricsAddress> address, Screen screen) throws IOException {
        return new WatchedMetrics(address, screen);
    }

    /** {@return a listener that measures the groups and passes everything on} */
    WatchListener before(WatchListener listener) {
        return server.isPresent() ? new Passing(listener) : listener;
    }

    private void found(Tracker tracker) {
        int number = groups.incrementAndGet();
        if (number <= MAX_GROUPS) {
            LeadershipMetrics.of(tracker).bindTo(registry);
        } else if (number == MAX_GROUPS + 1) {
            note("metrics: only the first " + MAX_GROUPS + " Raft groups have metrics");
        }
    }

    private void note(String words) {
        screen.line(screen.style().faint(screen.time(Instant.now()) + " -- " + words));
    }

    /** Measures the groups. */
    private final class Passing implements WatchListener {
        private final WatchListener listener;

        Passing(WatchListener listener) {
            this.listener = listener;
        }

        @Override
        public void found(String group, Tracker tracker) {
            listener.found(group, tracker);
            WatchedMetrics.this.found(tracker);
        }

        @Override
        public void event(String group, LeadershipEvent event) {
            listener.event(group, event);
        }

        @Override
        public void missed(String group, long events) {
            listener.missed(group, events);
        }

        @Override
        public void problem(String subject, String words) {
            listener.problem(subject, words);
        }

        @Override
        public void solved(String subject) {
            listener.solved(subject);
        }
    }

    @Override
    public void close() {
        server.ifPresent(MetricsServer::close);
        registry.close();
    }
}
