package io.raftelection.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.raftelection.Anomaly;
import io.raftelection.Cause;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The meters of a cluster without a tag for the server. Each value of a tag is registered at the start, so that a rate
 * over the first count is right. Safe for use by many threads.
 */
final class ClusterMeters {
    private final Registered registered;
    private final Tags tags;
    private final Map<Anomaly.Kind, Counter> anomalies;
    private final Counter missed;
    private final Timer timeToElect;
    private final Timer timeToReady;
    private final Timer timeToAgreement;
    private final Timer overlap;

    ClusterMeters(Registered registered, Tags tags, Present present) {
        this.registered = registered;
        this.tags = tags;
        requireNew();
        gauge(
                "term",
                present,
                "The latest term that a server reported.",
                now -> now.snapshot().term().stream()
                        .mapToDouble(term -> term)
                        .findFirst()
                        .orElse(Double.NaN));
        gauge("leader.known", present, "Whether a leader is known: 1 if it is, otherwise 0.", Present::isLeaderKnown);
        gauge("servers.tracked", present, "The number of tracked servers.", Present::tracked);
        gauge(
                "servers.reporting",
                present,
                "The number of servers whose latest report still counts.",
                now -> now.snapshot().reporting());
        unknown(Knowledge.NONE, present);
        unknown(Knowledge.NOTHING, present);
        registered.add(registry -> FunctionCounter.builder(name("notifications.dropped"), present, Present::dropped)
                .description("The notifications that the tracker dropped, because it no longer follows the server.")
                .tags(tags)
                .register(registry));
        byCause("elections", "The elections that were reported.", present, now -> now.elections);
        byCause("losses", "The leaderships that ended.", present, now -> now.losses);
        anomalies = anomalies();
        missed = counter("events.missed", "The events that these meters missed, being too slow.", tags);
        timeToElect = timer("time.to.elect", "The time from the loss of the last leader to the next acquisition.");
        timeToReady = timer("time.to.ready", "The time from an acquisition until the leader was ready.");
        timeToAgreement = timer("time.to.agreement", "The time from an acquisition until all servers followed.");
        overlap = timer("overlap", "The periods in which more than one server reported that it led.");
    }

    /** Fails if another tracker has the same meters, which would then mix. */
    private void requireNew() {
        registered.requireNone(name("term"), tags);
    }

    private static String name(String last) {
        return "raft.election." + last;
    }

    private void gauge(String name, Present present, String description, ToDoubleFunction<Present> value) {
        registered.add(registry -> Gauge.builder(name(name), present, value)
                .description(description)
                .tags(tags)
                .register(registry));
    }

    /** The time without a known leader includes the present period, so that it grows while the period lasts. */
    private void unknown(Knowledge knowledge, Present present) {
        registered.add(registry -> FunctionTimer.builder(
                        name("leader.unknown"),
                        present,
                        now -> now.periods(knowledge).times(),
                        now -> now.periods(knowledge).total().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description("The time without a known leader, by what the servers reported meanwhile.")
                .tags(tags.and("evidence", knowledge.evidence()))
                .register(registry));
    }

    private Counter counter(String name, String description, Tags tags) {
        return registered.add(registry ->
                Counter.builder(name(name)).description(description).tags(tags).register(registry));
    }

    private void byCause(String name, String description, Present present, Function<Present, CauseCounts> changes) {
        for (var cause : Cause.Kind.values()) {
            registered.add(registry -> FunctionCounter.builder(
                            name(name), present, now -> now.settled(changes.apply(now), cause))
                    .description(description)
                    .tags(tags.and("cause", cause.words().replace(' ', '-')))
                    .register(registry));
        }
    }

    private Map<Anomaly.Kind, Counter> anomalies() {
        var counters = new EnumMap<Anomaly.Kind, Counter>(Anomaly.Kind.class);
        for (var kind : Anomaly.Kind.values()) {
            counters.put(
                    kind,
                    counter(
                            "anomalies",
                            "The notifications that contradict earlier ones.",
                            tags.and("kind", kind.word())));
        }
        return counters;
    }

    private Timer timer(String name, String description) {
        return registered.add(registry ->
                Timer.builder(name(name)).description(description).tags(tags).register(registry));
    }

    void anomaly(Anomaly.Kind kind) {
        var counter = anomalies.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    void missed(long events) {
        missed.increment((double) events);
    }

    void timeToElect(Duration time) {
        timeToElect.record(time);
    }

    void timeToReady(Duration time) {
        timeToReady.record(time);
    }

    void timeToAgreement(Duration time) {
        timeToAgreement.record(time);
    }

    void overlap(Duration time) {
        overlap.record(time);
    }
}
