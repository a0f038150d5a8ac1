package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Finding.Kind;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Standing.Role;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.FaultySink.Fault;
import io.raftelection.testing.spi.Patience;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A cluster of three servers. All reports reach the tracker {@code quiet}. Each other tracker has one fault. Each of
 * them has a watchdog, so the faults are found at the same time.
 */
final class WatchedCluster implements AutoCloseable {
    /** The interval at which planted faults are found. On a busy machine, an engine itself may report later. */
    static final Duration INTERVAL = Duration.ofMillis(300);

    final WatchedTracker quiet;
    final WatchedTracker swallowedLoss = planted("swallowed loss");
    final WatchedTracker swallowedAcquisition = planted("swallowed acquisition");
    final WatchedTracker delayedLoss = planted("delayed loss");
    final WatchedTracker delayedAcquisition = planted("delayed acquisition");
    final WatchedTracker swapped = planted("swapped reports");

    private final List<WatchedTracker> withFaults =
            List.of(swallowedLoss, swallowedAcquisition, delayedLoss, delayedAcquisition, swapped);

    private final BiFunction<TestCluster, ServerId, LeadershipProbe> probes;
    private final ContractCluster contract;

    /**
     * The faults that were planted while leadership moved from a server to the next one.
     *
     * @param loss how late the loss of the first one was
     * @param acquisition how late the acquisition of the next one was
     */
    record Planted(ServerId first, ServerId next, Lag loss, Lag acquisition) {}

    /** The limits of the time by which a report was late. */
    record Lag(Duration shortest, Duration longest) {}

    /** Starts the cluster. The watchdog of {@code quiet} has the interval. */
    WatchedCluster(TestEngine engine, BiFunction<TestCluster, ServerId, LeadershipProbe> probes, Duration interval)
            throws Exception {
        this.probes = probes;
        this.quiet = new WatchedTracker("quiet", interval);
        contract = new ContractCluster(
                3, engine, server -> all().map(each -> each.sink(server)).toList());
        contract.cluster().servers().forEach(server -> all().forEach(each -> watch(each, server)));
    }

    private static WatchedTracker planted(String name) {
        return new WatchedTracker(name, INTERVAL);
    }

    private Stream<WatchedTracker> all() {
        return Stream.concat(Stream.of(quiet), withFaults.stream());
    }

    private void watch(WatchedTracker tracker, ServerId server) {
        tracker.watch(server, probes.apply(contract.cluster(), server));
    }

    ContractCluster contract() {
        return contract;
    }

    /** Watches a server that was started again. */
    void watchAgain(ServerId server) {
        watch(quiet, server);
    }

    /** Waits for a leader with which the watchdogs have agreed. On a busy machine, the first one may not last. */
    private ServerId confirmedLeader() throws InterruptedException {
        while (true) {
            var leader = contract.leader();
            WatchedTracker.awaitQuestions(withFaults);
            if (leader.isHeld()) {
                return leader.server();
            }
        }
    }

    /**
     * Plants each fault, waits for what the watchdogs find, and closes the trackers that have a fault. Late reports are
     * passed on when they have been missed.
     */
    Planted plantFaults() throws Exception {
        var first = confirmedLeader();
        var next = contract.others(first).get(0);
        long begin = System.nanoTime();
        swallowedLoss.plant(first, Fault.SWALLOW);
        swallowedAcquisition.plant(next, Fault.SWALLOW);
        delayedLoss.plant(first, Fault.DELAY);
        delayedAcquisition.plant(next, Fault.DELAY);
        transfer(next);
        awaitLost(first);
        long end = System.nanoTime();
        var loss = release(delayedLoss, first, begin, end);
        var acquisition = release(delayedAcquisition, next, begin, end);
        swallowedLoss.awaitFinding(Kind.LOST, first);
        swallowedAcquisition.awaitFinding(Kind.LOST, next);
        delayedLoss.awaitFinding(Kind.LATE, first);
        delayedAcquisition.awaitFinding(Kind.LATE, next);
        swapped.plant(first, Fault.SWAP);
        transfer(first);
        transfer(next);
        swapped.awaitFinding(Kind.WRONG, first);
        withFaults.forEach(WatchedTracker::close);
        return new Planted(first, next, loss, acquisition);
    }

    /** Passes late reports on when they have been missed. The engine changed between the two moments. */
    private static Lag release(WatchedTracker delayed, ServerId server, long begin, long end)
            throws InterruptedException {
        delayed.awaitFinding(Kind.LOST, server);
        var shortest = Duration.ofNanos(System.nanoTime() - end);
        delayed.release(server);
        return new Lag(shortest, Duration.ofNanos(System.nanoTime() - begin));
    }

    private void transfer(ServerId server) throws Exception {
        contract.cluster().transfer(server);
        contract.tracker().await(server, ContractCluster.PATIENCE);
    }

    void awaitLost(ServerId server) throws InterruptedException {
        var patience = new Patience(ContractCluster.PATIENCE, INTERVAL.dividedBy(10));
        assertThat(patience.until(() -> contract.tracker().standings().stream()
                        .filter(standing -> standing.server().equals(server))
                        .map(Standing::role)
                        .noneMatch(Role.LEADING::equals)))
                .as("%s lost leadership; %s", server, contract.tracker().history())
                .isTrue();
    }

    @Override
    public void close() {
        try (contract) {
            all().forEach(WatchedTracker::close);
        }
    }
}
