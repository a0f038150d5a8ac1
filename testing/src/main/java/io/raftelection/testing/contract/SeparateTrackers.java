package io.raftelection.testing.contract;

import static io.raftelection.testing.contract.ContractCluster.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.KnownLeader;
import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A running cluster each of whose servers has a tracker of its own, as in production, where each process tracks its own
 * server only. One more tracker tracks all of them.
 */
final class SeparateTrackers implements AutoCloseable {
    private static final int HISTORY = 1 << 16;

    /** The pause between two looks at a tracker, which may change without an event. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Tracker all = Tracker.builder("all").historySize(HISTORY).build();
    private final Map<ServerId, Tracker> own = new ConcurrentHashMap<>();
    private final Map<Long, Long> acquiredAt = new ConcurrentHashMap<>();
    private final Collection<Followed> followed = new ConcurrentLinkedQueue<>();
    private final TestCluster cluster;

    /** A server that learned of a leader, and when, in nanoseconds of {@link System#nanoTime}. */
    private record Followed(long term, long at) {}

    SeparateTrackers(TestEngine engine, int servers) throws Exception {
        cluster = new TestCluster(
                engine,
                IntStream.rangeClosed(1, servers)
                        .mapToObj(number -> ServerId.of("s" + number))
                        .toList(),
                this::sink);
        try {
            cluster.start();
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    private LeadershipSink sink(ServerId server) {
        var tracker = Tracker.builder("only " + server).historySize(HISTORY).build();
        own.put(server, tracker);
        return both(all.track(server), tracker.track(server));
    }

    /** Returns a sink that passes every report on to two sinks, and notes when a leader was elected or learned of. */
    private LeadershipSink both(LeadershipSink one, LeadershipSink other) {
        return (LeadershipSink) Proxy.newProxyInstance(
                LeadershipSink.class.getClassLoader(), new Class<?>[] {LeadershipSink.class}, (proxy, method, args) -> {
                    note(method.getName(), args);
                    var first = call(one, method, args);
                    var second = call(other, method, args);
                    return first instanceof LeadershipSink attached && second instanceof LeadershipSink alsoAttached
                            ? both(attached, alsoAttached)
                            : null;
                });
    }

    private void note(String report, @Nullable Object @Nullable [] args) {
        if (args == null) {
            return;
        }
        if (report.equals("acquired") && args[0] instanceof Long term) {
            acquiredAt.putIfAbsent(term, System.nanoTime());
        } else if (report.equals("follows") && args[1] instanceof Long term) {
            followed.add(new Followed(term, System.nanoTime()));
        }
    }

    private static @Nullable Object call(Object sink, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        try {
            return method.invoke(sink, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    Tracker all() {
        return all;
    }

    Tracker of(ServerId server) {
        return Objects.requireNonNull(own.get(server));
    }

    TestCluster cluster() {
        return cluster;
    }

    Leadership leader() throws InterruptedException {
        return all.awaitLeader(PATIENCE);
    }

    ServerId nextTo(ServerId server) {
        var servers = cluster.servers();
        return servers.get((servers.indexOf(server) + 1) % servers.size());
    }

    /** Waits until each of these servers' trackers names the leader, with its term. */
    void agree(Collection<ServerId> servers, Leadership leader) throws InterruptedException {
        for (var server : servers) {
            await(
                    of(server),
                    () -> of(server)
                            .knownLeader()
                            .filter(known -> isSame(known, leader))
                            .isPresent());
        }
    }

    private static boolean isSame(KnownLeader known, Leadership leader) {
        return known.server().equals(leader.server()) && known.term().equals(leader.term());
    }

    /** Waits for a condition about a tracker, and fails with its history. */
    static void await(Tracker tracker, BooleanSupplier condition) throws InterruptedException {
        var events = new Semaphore(0);
        try (var subscription = tracker.subscribe(event -> events.release())) {
            long start = System.nanoTime();
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime() - start)
                        .as("nanoseconds of waiting; %s, members %s%n%s", tracker, tracker.members(), tracker.history())
                        .isLessThan(PATIENCE.toNanos());
                events.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** The leaders that single-server trackers named, compared with the acquisitions that the leaders reported. */
    record Named(int views, List<Follows> wrong, List<Follows> unconfirmed) {}

    /** Compares every view of every server with the full history of all. */
    Named named() {
        var leaders = new HashMap<Long, Set<ServerId>>();
        all.history().events().stream()
                .filter(Acquired.class::isInstance)
                .forEach(event -> leaders.computeIfAbsent(
                                event.term().orElseThrow(), term -> ConcurrentHashMap.newKeySet())
                        .add(event.server()));
        int views = 0;
        var wrong = new ArrayList<Follows>();
        var unconfirmed = new ArrayList<Follows>();
        for (var tracker : own.values()) {
            for (var event : tracker.history().events()) {
                if (event instanceof Follows follows && follows.leader().isPresent()) {
                    views++;
                    var elected = leaders.get(follows.term().orElseThrow());
                    if (elected == null) {
                        unconfirmed.add(follows);
                    } else if (!elected.equals(Set.of(follows.leader().get()))) {
                        wrong.add(follows);
                    }
                }
            }
        }
        return new Named(views, wrong, unconfirmed);
    }

    /** Returns how long after an acquisition another server learned of it, in milliseconds; negative if before. */
    String lag() {
        var lags = followed.stream()
                .filter(each -> acquiredAt.containsKey(each.term()))
                .mapToDouble(each -> (each.at() - acquiredAt.getOrDefault(each.term(), 0L)) / 1e6)
                .sorted()
                .toArray();
        return lags.length == 0
                ? "no lag was measured"
                : String.format(
                        "%d views, lag behind the acquisition: min %.1f ms, median %.1f ms, 90 %% %.1f ms, max %.1f ms",
                        lags.length, lags[0], lags[lags.length / 2], lags[lags.length * 9 / 10], lags[lags.length - 1]);
    }

    /** Checks that no tracker found a contradiction. */
    void checkHistories() {
        assertThat(all.anomalies()).as("all%n%s", all.history()).isEmpty();
        assertThat(all.history().safety().isSafe()).isTrue();
        own.forEach((server, tracker) -> assertThat(tracker.anomalies())
                .as("only %s%n%s", server, tracker.history())
                .isEmpty());
    }

    @Override
    public void close() {
        all.ignore();
        own.values().forEach(Tracker::ignore);
        cluster.close();
        own.values().forEach(Tracker::close);
        all.close();
    }
}
