package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.KnownLeader;
import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipListener;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A cluster of three servers with a tracker of all, and for each server a tracker that knows only that server. */
final class SingleTrackers implements AutoCloseable {
    private final ContractCluster contract;
    private final Map<ServerId, Tracker> single = new LinkedHashMap<>();
    private final List<Long> lags = new ArrayList<>();

    SingleTrackers(TestEngine engine) throws Exception {
        contract = new ContractCluster(3, engine, server -> {
            var tracker = Tracker.builder("only " + server).historySize(1 << 16).build();
            single.put(server, tracker);
            return List.of(tracker.track(server));
        });
    }

    ContractCluster contract() {
        return contract;
    }

    /** Waits until the tracker of one server knows something. */
    void await(ServerId server, Predicate<Tracker> condition) throws InterruptedException {
        await(single(server), () -> condition.test(single(server)));
    }

    /** Waits for a condition on a tracker and on the tracker of all. */
    private void await(Tracker tracker, BooleanSupplier condition) throws InterruptedException {
        var events = new Semaphore(0);
        LeadershipListener listener = event -> events.release();
        try (var one = tracker.subscribe(listener);
                var all = contract.tracker().subscribe(listener)) {
            long end = System.nanoTime() + ContractCluster.PATIENCE.toNanos();
            while (!condition.getAsBoolean()) {
                long left = end - System.nanoTime();
                assertThat(left)
                        .as("time left; %s; %s", tracker, contract.tracker())
                        .isPositive();
                events.tryAcquire(left, TimeUnit.NANOSECONDS);
            }
        }
    }

    private Tracker single(ServerId server) {
        var tracker = single.get(server);
        if (tracker == null) {
            throw new IllegalArgumentException("server " + server + ": has no tracker");
        }
        return tracker;
    }

    /** Waits until another leadership than this one is held. */
    void awaitAnotherLeader(Leadership old) throws InterruptedException {
        await(
                contract.tracker(),
                () -> contract.tracker()
                        .leader()
                        .filter(now -> now.tenure() > old.tenure())
                        .isPresent());
    }

    /** Waits until the trackers of these servers know the leader of the tracker of all. Measures how long it takes. */
    void awaitLeaderKnownBy(Collection<ServerId> servers) throws InterruptedException {
        for (var server : servers) {
            await(server, this::knowsLeader);
            single(server).knownLeader().ifPresent(known -> lag(single(server), known));
        }
    }

    private boolean knowsLeader(Tracker tracker) {
        var leader = contract.tracker().leader();
        var known = tracker.knownLeader();
        return leader.isPresent()
                && known.isPresent()
                && known.get().server().equals(leader.get().server())
                && known.get().term().equals(leader.get().term());
    }

    private void lag(Tracker tracker, KnownLeader known) {
        contract.tracker()
                .leader()
                .ifPresent(leader -> lags.add(Duration.between(leader.acquiredAt(), tracker.instant(known.since()))
                        .toMillis()));
    }

    /** {@return the median and the maximum, in milliseconds} */
    String lags() {
        Collections.sort(lags);
        return lags.isEmpty()
                ? "none"
                : "median " + lags.get(lags.size() / 2) + ", maximum " + lags.get(lags.size() - 1);
    }

    /** Checks that every leader that a server followed did lead that term. */
    void checkThatNoViewWasWrong() {
        var led = contract.tracker().history().events().stream()
                .filter(Acquired.class::isInstance)
                .map(event -> new Claim(event.server(), event.term()))
                .toList();
        for (var tracker : single.values()) {
            assertThat(tracker.anomalies()).isEmpty();
            assertThat(tracker.history().events().stream()
                            .filter(Follows.class::isInstance)
                            .map(Follows.class::cast)
                            .flatMap(view -> view.leader().map(leader -> new Claim(leader, view.term())).stream()))
                    .isSubsetOf(led);
        }
    }

    private record Claim(ServerId leader, OptionalLong term) {}

    @Override
    public void close() {
        try (contract) {
            single.values().forEach(Tracker::close);
        }
    }
}
