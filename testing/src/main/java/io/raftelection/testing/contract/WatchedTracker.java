package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Finding;
import io.raftelection.Finding.Kind;
import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.Watchdog;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.contract.FaultySink.Fault;
import io.raftelection.testing.spi.Patience;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A tracker behind sinks in which a test plants faults, and its watchdog. */
final class WatchedTracker implements AutoCloseable {
    /** A difference counts at the second question. */
    private static final int CONFIRMED = 2;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Tracker tracker;
    private final Watchdog watchdog;
    private final Map<ServerId, FaultySink> sinks = new LinkedHashMap<>();
    private final Map<ServerId, Questions> questions = new ConcurrentHashMap<>();

    /** How many questions to a server have begun, and how many have ended. */
    private record Questions(AtomicLong begun, AtomicLong ended) {}

    WatchedTracker(String name, Duration interval) {
        tracker = Tracker.builder(name).build();
        watchdog = Watchdog.of(tracker, interval);
    }

    LeadershipSink sink(ServerId server) {
        var sink = new FaultySink(tracker.track(server));
        sinks.put(server, sink);
        return sink;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    /** Watches a server that was started. */
    void watch(ServerId server, LeadershipProbe probe) {
        var asked = questions.computeIfAbsent(server, key -> new Questions(new AtomicLong(), new AtomicLong()));
        watchdog.watch(server, () -> {
            asked.begun().incrementAndGet();
            try {
                return probe.poll();
            } finally {
                asked.ended().incrementAndGet();
            }
        });
    }

    void plant(ServerId server, Fault fault) {
        of(server).plant(fault);
    }

    void release(ServerId server) {
        of(server).release();
    }

    private FaultySink of(ServerId server) {
        var sink = sinks.get(server);
        if (sink == null) {
            throw new IllegalArgumentException("server " + server + ": has no sink");
        }
        return sink;
    }

    /** Waits until a difference that is there now has been found. */
    void awaitQuestions() throws InterruptedException {
        awaitQuestions(List.of(this));
    }

    /** Waits until all of them have found the differences that are there now. */
    static void awaitQuestions(List<WatchedTracker> watched) throws InterruptedException {
        var until = new LinkedHashMap<Questions, Long>();
        watched.stream()
                .flatMap(each -> each.questions.values().stream())
                .forEach(asked -> until.put(asked, asked.begun().get() + CONFIRMED));
        assertThat(patience()
                        .until(() -> until.entrySet().stream()
                                .allMatch(each -> each.getKey().ended().get() >= each.getValue())))
                .as("each server was asked again: %s", watched)
                .isTrue();
    }

    /** Waits for a finding while a leadership lasts. If there is none in time, {@link #finding} fails. */
    void awaitFinding(Kind kind, ServerId server, Leadership leadership) throws InterruptedException {
        patience().until(() -> find(kind, server).isPresent() || !leadership.isHeld());
    }

    Finding finding(Kind kind, ServerId server) {
        assertThat(find(kind, server)).as("%s of %s: %s", kind, server, this).isPresent();
        return find(kind, server).orElseThrow();
    }

    private Optional<Finding> find(Kind kind, ServerId server) {
        return watchdog.findings().stream()
                .filter(finding -> finding.kind() == kind && finding.server().equals(server))
                .findFirst();
    }

    @Override
    public String toString() {
        return watchdog + ": " + watchdog.findings() + "; " + tracker.history();
    }

    private static Patience patience() {
        return new Patience(ContractCluster.PATIENCE, LOOK_AGAIN);
    }

    @Override
    public void close() {
        try (tracker) {
            watchdog.close();
        }
    }
}
