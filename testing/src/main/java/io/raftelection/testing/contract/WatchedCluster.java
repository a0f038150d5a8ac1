package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Finding;
import io.raftelection.Finding.Kind;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Standing.Role;
import io.raftelection.Tracker;
import io.raftelection.Watchdog;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.FaultySink.Fault;
import io.raftelection.testing.spi.Patience;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/**
 * A cluster of three servers with a tracker that receives all reports, and a second one behind sinks in which a test
 * plants faults. A watchdog watches the second one.
 */
final class WatchedCluster implements AutoCloseable {
    /** The interval at which planted faults are found. On a busy machine, an engine itself may report later. */
    static final Duration INTERVAL = Duration.ofMillis(300);

    /** The delay of late reports: enough for two questions, also on a busy machine. */
    static final Duration DELAY = INTERVAL.multipliedBy(10);

    private static final int CONFIRMED = 3;

    private final Tracker tracker = Tracker.builder("watched").build();
    private final Watchdog watchdog;
    private final Map<ServerId, FaultySink> sinks = new LinkedHashMap<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final BiFunction<TestCluster, ServerId, LeadershipProbe> probes;
    private final ContractCluster contract;

    WatchedCluster(TestEngine engine, BiFunction<TestCluster, ServerId, LeadershipProbe> probes, Duration interval)
            throws Exception {
        this.probes = probes;
        this.watchdog = Watchdog.of(tracker, interval);
        contract = new ContractCluster(3, engine, server -> {
            var sink = new FaultySink(tracker.track(server), later, DELAY);
            sinks.put(server, sink);
            return List.of(sink);
        });
        contract.cluster().servers().forEach(this::watch);
    }

    ContractCluster contract() {
        return contract;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    /** Watches a server that was started. */
    void watch(ServerId server) {
        watchdog.watch(server, probes.apply(contract.cluster(), server));
    }

    void plant(ServerId server, Fault fault) {
        var sink = sinks.get(server);
        if (sink == null) {
            throw new IllegalArgumentException("server " + server + ": has no sink");
        }
        sink.plant(fault);
    }

    /** Waits for a leader with which the watchdog has agreed. On a busy machine, the first one may not last. */
    ServerId confirmedLeader() throws InterruptedException {
        while (true) {
            var leader = contract.leader();
            awaitQuestions();
            if (leader.isHeld()) {
                return leader.server();
            }
        }
    }

    ServerId another(ServerId server) {
        return contract.others(server).get(0);
    }

    void transfer(ServerId server) throws Exception {
        contract.cluster().transfer(server);
        contract.tracker().await(server, ContractCluster.PATIENCE);
    }

    void awaitLost(ServerId server) throws InterruptedException {
        await(() -> contract.tracker().standings().stream()
                .filter(standing -> standing.server().equals(server))
                .map(Standing::role)
                .noneMatch(Role.LEADING::equals));
    }

    /** Waits until each server was asked several times from now on. */
    void awaitQuestions() throws InterruptedException {
        long until = watchdog.questions() + (long) CONFIRMED * sinks.size();
        await(() -> watchdog.questions() >= until);
    }

    Finding awaitFinding(Kind kind, ServerId server) throws InterruptedException {
        await(() -> watchdog.findings().stream().anyMatch(finding -> is(finding, kind, server)));
        return watchdog.findings().stream()
                .filter(finding -> is(finding, kind, server))
                .findFirst()
                .orElseThrow();
    }

    private static boolean is(Finding finding, Kind kind, ServerId server) {
        return finding.kind() == kind && finding.server().equals(server);
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        var patience = new Patience(ContractCluster.PATIENCE, INTERVAL.dividedBy(10));
        assertThat(patience.until(condition))
                .as("%s; %s", watchdog, contract.tracker().history())
                .isTrue();
    }

    @Override
    public void close() {
        try (contract;
                tracker;
                watchdog) {
            later.shutdownNow();
        }
    }
}
