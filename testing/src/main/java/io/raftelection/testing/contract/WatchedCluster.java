package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Finding.Kind;
import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent.Acquired;
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
import java.util.Optional;
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
     *
     * @return empty if the engine elected another leader meanwhile, as on a busy machine. Then a fault may be gone
     *     before it can be found
     */
    Optional<Planted> plantFaults() throws Exception {
        var first = confirmedLeader();
        var next = contract.others(first).get(0);
        int before = contract.acquisitions().size();
        long begin = System.nanoTime();
        swallowedLoss.plant(first, Fault.SWALLOW);
        swallowedAcquisition.plant(next, Fault.SWALLOW);
        delayedLoss.plant(first, Fault.DELAY);
        delayedAcquisition.plant(next, Fault.DELAY);
        var moved = transfer(next);
        awaitLost(first);
        long end = System.nanoTime();
        var loss = release(delayedLoss, first, moved, begin, end);
        var acquisition = release(delayedAcquisition, next, moved, begin, end);
        swallowedLoss.awaitFinding(Kind.LOST, first, moved);
        swallowedAcquisition.awaitFinding(Kind.LOST, next, moved);
        delayedLoss.awaitFinding(Kind.LATE, first, moved);
        delayedAcquisition.awaitFinding(Kind.LATE, next, moved);
        if (!hasMoved(before, moved, first, List.of(next))) {
            return Optional.empty();
        }
        swapped.plant(first, Fault.SWAP);
        transfer(first);
        var last = transfer(next);
        swapped.awaitFinding(Kind.WRONG, first, last);
        withFaults.forEach(WatchedTracker::close);
        return hasMoved(before, last, first, List.of(next, first, next))
                ? Optional.of(new Planted(first, next, loss, acquisition))
                : Optional.empty();
    }

    /** Passes late reports on when they have been missed. The engine changed between the two moments. */
    private static Lag release(WatchedTracker delayed, ServerId server, Leadership present, long begin, long end)
            throws InterruptedException {
        delayed.awaitFinding(Kind.LOST, server, present);
        var shortest = Duration.ofNanos(System.nanoTime() - end);
        delayed.release(server);
        return new Lag(shortest, Duration.ofNanos(System.nanoTime() - begin));
    }

    private Leadership transfer(ServerId server) throws Exception {
        contract.cluster().transfer(server);
        return contract.tracker().await(server, ContractCluster.PATIENCE);
    }

    /** Whether the last leadership lasts, and the first and the next server led only as the test wanted. */
    private boolean hasMoved(int before, Leadership last, ServerId first, List<ServerId> wanted) {
        var since = contract.acquisitions();
        return last.isHeld()
                && since.subList(before, since.size()).stream()
                        .map(Acquired::server)
                        .filter(server -> server.equals(first) || server.equals(last.server()))
                        .toList()
                        .equals(wanted);
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
