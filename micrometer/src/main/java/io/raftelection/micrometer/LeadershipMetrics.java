package io.raftelection.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.raftelection.Tracker;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes what a tracker reports as meters.
 *
 * <pre>{@code
 * var metrics = LeadershipMetrics.of(tracker);
 * metrics.bindTo(registry);
 * }</pre>
 *
 * <p>The names of all meters start with {@code raft.election}. Each meter has the tag {@code cluster} with the name of
 * the tracker, so several trackers can use one registry if their names differ. Elections, tenures and anomalies count
 * from the binding on.
 *
 * <p>The tracker pushes its events to the meters, on its executor; there is no thread and no polling. The meters do not
 * keep the tracker alive. If nothing else refers to the tracker and to its servers, the gauges become NaN.
 *
 * <p>Safe for use by many threads.
 */
public final class LeadershipMetrics implements MeterBinder, AutoCloseable {
    /** How many servers of a tracker have a value of their own for the tag {@code server}, unless set otherwise. */
    public static final int DEFAULT_MAX_SERVERS = 64;

    /** The value of the tag {@code server} for all servers beyond the limit. */
    public static final String OTHER_SERVERS = "_other";

    private final Tracker tracker;
    private final String cluster;
    private final Tags tags;
    private final int maxServers;
    private final Map<MeterRegistry, Binding> bindings = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private LeadershipMetrics(Tracker tracker, Tags tags, int maxServers) {
        this.tracker = tracker;
        this.cluster = tracker.history().cluster();
        this.tags = tags.and("cluster", cluster);
        this.maxServers = maxServers;
    }

    /**
     * {@return the metrics of a tracker, for at most {@value #DEFAULT_MAX_SERVERS} servers by name}
     *
     * @param tracker the tracker
     */
    public static LeadershipMetrics of(Tracker tracker) {
        return of(tracker, Tags.empty(), DEFAULT_MAX_SERVERS);
    }

    /**
     * {@return the metrics of a tracker}
     *
     * @param tracker the tracker
     * @param tags further tags of each meter; all trackers of a registry need the same keys
     * @param maxServers how many servers have a value of their own for the tag {@code server}, zero or more; all others
     *     share the value {@value #OTHER_SERVERS}
     * @throws IllegalArgumentException if the number is negative
     */
    public static LeadershipMetrics of(Tracker tracker, Iterable<Tag> tags, int maxServers) {
        Objects.requireNonNull(tracker, "tracker: is null");
        Objects.requireNonNull(tags, "tags: is null");
        if (maxServers < 0) {
            throw new IllegalArgumentException("max servers: " + maxServers + ", expected zero or more");
        }
        return new LeadershipMetrics(tracker, Tags.of(tags), maxServers);
    }

    /**
     * Registers the meters, and keeps them up to date until {@link #close()}. A second binding to the same registry has
     * no effect.
     *
     * @param registry the registry
     * @throws IllegalStateException if the registry has the meters of another tracker of that name and tags, or if
     *     these metrics are closed
     * @throws io.raftelection.TrackerClosedException if the tracker is closed
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        Objects.requireNonNull(registry, "registry: is null");
        requireOpen();
        var binding = new Binding(tracker, registry);
        if (bindings.putIfAbsent(registry, binding) != null) {
            return;
        }
        try {
            binding.start(tags, maxServers);
        } catch (RuntimeException | Error e) {
            binding.close();
            bindings.remove(registry, binding);
            throw e;
        }
        if (closed) {
            binding.close();
            requireOpen();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("metrics of " + cluster + ": are closed");
        }
    }

    /**
     * Stops the measurements and removes the meters from every registry. It leaves the tracker as it is. It may be
     * called any number of times.
     */
    @Override
    public void close() {
        closed = true;
        bindings.values().forEach(Binding::close);
        bindings.clear();
    }

    /** {@return the name of the cluster} */
    @Override
    public String toString() {
        return "metrics of " + cluster;
    }
}
