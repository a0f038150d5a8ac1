package io.raftelection.cli;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.raftelection.Tracker;
import io.raftelection.micrometer.LeadershipMetrics;
import io.raftelection.watch.WatchListener;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of the Raft groups of a command. Without the option there are none. Safe for use by many threads. */
final class ServedMetrics implements WatchListener, AutoCloseable {
    /** How many groups have meters. Each has about 55 time series, and four more per server. */
    static final int MAX_GROUPS = 200;

    private final Screen screen;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger groups = new AtomicInteger();
    private final Optional<MetricsServer> server;

    private ServedMetrics(Optional<MetricsAddress> address, Screen screen) throws IOException {
        this.screen = screen;
        Gauge.builder("raft.election.groups", groups, AtomicInteger::get)
                .description("The number of Raft groups that were found; the first " + MAX_GROUPS + " have meters.")
                .register(registry);
        this.server =
                address.isPresent() ? Optional.of(MetricsServer.start(address.get(), registry)) : Optional.empty();
        server.ifPresent(http -> screen.line("metrics: " + http.url()));
    }

    static ServedMetrics start(Optional<MetricsAddress> address, Screen screen) throws IOException {
        return new ServedMetrics(address, screen);
    }

    @Override
    public void found(String group, Tracker tracker) {
        if (server.isEmpty()) {
            return;
        }
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

    @Override
    public void close() {
        server.ifPresent(MetricsServer::close);
        registry.close();
    }
}
