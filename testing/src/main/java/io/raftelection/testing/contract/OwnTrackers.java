package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.KnownLeader;
import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One tracker for each server of a cluster, which tracks only that server as in production, beside one tracker for all.
 */
final class OwnTrackers implements AutoCloseable {
    private static final int HISTORY = 1 << 16;
    private static final long POLL_MILLIS = 20;
    private static final double MILLI = 1e6;

    private final Tracker all = Tracker.builder("all").historySize(HISTORY).build();
    private final Map<ServerId, Tracker> own = new ConcurrentHashMap<>();
    private final Map<ServerId, Long> acquired = new ConcurrentHashMap<>();
    private final Map<ServerId, Seen> seen = new ConcurrentHashMap<>();
    private final Collection<Double> lags = new ConcurrentLinkedQueue<>();

    /** The leader that a server reported last, and the time in nanoseconds. */
    private record Seen(ServerId leader, long at) {}

    /** Starts to track a server, with its own tracker and with that for all. */
    LeadershipSink track(ServerId server) {
        var tracker = Tracker.builder("only " + server).historySize(HISTORY).build();
        own.put(server, tracker);
        return new TeeSink(all.track(server), tracker.track(server), new TeeSink.Hook() {
            @Override
            public void acquired() {
                acquired.put(server, System.nanoTime());
            }

            @Override
            public void follows(ServerId leader) {
                seen.put(server, new Seen(leader, System.nanoTime()));
            }
        });
    }

    Tracker all() {
        return all;
    }

    Tracker of(ServerId server) {
        return Objects.requireNonNull(own.get(server));
    }

    /** Waits until the trackers of these servers know a leader, and notes how late they knew it. */
    void awaitKnown(Leadership leader, List<ServerId> servers) throws InterruptedException {
        for (var server : servers) {
            awaitThat(
                    of(server),
                    () -> of(server)
                            .knownLeader()
                            .filter(known -> isSame(known, leader))
                            .isPresent());
        }
        long start = acquired.getOrDefault(leader.server(), 0L);
        for (var server : servers) {
            var view = seen.get(server);
            if (view != null && view.leader().equals(leader.server())) {
                lags.add((view.at() - start) / MILLI);
            }
        }
    }

    private static boolean isSame(KnownLeader known, Leadership leader) {
        return known.server().equals(leader.server()) && known.term().equals(leader.term());
    }

    /** Waits for a condition of a tracker. If it takes too long, fails with the tracker's history. */
    static void awaitThat(Tracker tracker, BooleanSupplier condition) throws InterruptedException {
        var events = new Semaphore(0);
        try (var subscription = tracker.subscribe(event -> events.release())) {
            long start = System.nanoTime();
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime() - start)
                        .as("nanoseconds of waiting: %s, members %s%n%s", tracker, tracker.members(), tracker.history())
                        .isLessThan(ContractCluster.PATIENCE.toNanos());
                events.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    List<Follows> views() {
        return own.values().stream()
                .flatMap(tracker -> tracker.history().events().stream())
                .filter(Follows.class::isInstance)
                .map(Follows.class::cast)
                .filter(view -> view.leader().isPresent())
                .toList();
    }

    /** Returns the views of a leader that never reported an acquisition, of that term if there are terms. */
    List<Follows> wrongViews() {
        var acquisitions = all.history().events().stream()
                .filter(Acquired.class::isInstance)
                .map(Acquired.class::cast)
                .toList();
        return views().stream()
                .filter(view -> acquisitions.stream()
                        .noneMatch(
                                leader -> leader.server().equals(view.leader().orElseThrow())
                                        && leader.term().equals(view.term())))
                .toList();
    }

    String lag() {
        var sorted = new ArrayList<>(lags);
        sorted.sort(null);
        return sorted.isEmpty()
                ? "no lag was measured"
                : String.format(
                        "%d lags in ms: min %.1f, median %.1f, 90 %% %.1f, max %.1f",
                        sorted.size(),
                        sorted.get(0),
                        sorted.get(sorted.size() / 2),
                        sorted.get(sorted.size() * 9 / 10),
                        sorted.get(sorted.size() - 1));
    }

    /** Checks that no report contradicts another one. */
    void checkHistories() {
        assertThat(all.anomalies()).as("%s", all.history()).isEmpty();
        assertThat(all.history().isSafe()).isTrue();
        own.values()
                .forEach(tracker -> assertThat(tracker.anomalies())
                        .as("%s", tracker.history())
                        .isEmpty());
    }

    /** Ignores what the end of the cluster reports. */
    void ignore() {
        all.ignore();
        own.values().forEach(Tracker::ignore);
    }

    @Override
    public void close() {
        own.values().forEach(Tracker::close);
        all.close();
    }
}
