package io.raftelection.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The meters that one binding has in a registry. Safe for use by many threads. */
final class Registered {
    private final MeterRegistry registry;
    private final Set<Meter> meters = ConcurrentHashMap.newKeySet();
    private volatile boolean removed;

    Registered(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Registers a meter. After {@link #removeAll}, the meter is removed at once. */
    <M extends Meter> M add(Function<MeterRegistry, M> registration) {
        var meter = registration.apply(registry);
        meters.add(meter);
        if (removed) {
            remove(meter);
        }
        return meter;
    }

    /**
     * Checks that the registry has no meter of that name and tags.
     *
     * @throws IllegalStateException if it has one
     */
    void requireNone(String name, Tags tags) {
        if (registry.find(name).tags(tags).meter() != null) {
            throw new IllegalStateException("meter " + name + ": another tracker has registered it with the tags "
                    + tags.stream()
                            .map(tag -> tag.getKey() + "=" + tag.getValue())
                            .toList()
                    + ", expected another cluster name or other tags");
        }
    }

    void remove(Meter meter) {
        meters.remove(meter);
        registry.remove(meter);
    }

    void removeAll() {
        removed = true;
        meters.forEach(this::remove);
    }
}
