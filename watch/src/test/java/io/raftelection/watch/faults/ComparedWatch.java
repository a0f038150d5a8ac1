package io.raftelection.watch.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchListener;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.WatchSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A watch of the only group of a cluster, with the times at which its reports arrived. */
final class ComparedWatch implements AutoCloseable {
    private final String name;
    private final WatchSettings settings;
    private final Runnable changed;
    private final CompletableFuture<Tracker> tracker = new CompletableFuture<>();
    private final Queue<Arrived> arrived = new ConcurrentLinkedQueue<>();
    private final Map<String, List<String>> warnings = new ConcurrentHashMap<>();
    private final Watch watch;

    /** An acquisition, and the time of the system clock at which the listener received it. */
    private record Arrived(Acquired event, Instant at) {}

    /** Starts it. The action runs after each change. */
    ComparedWatch(String name, WatchSource source, WatchSettings settings, Runnable changed) {
        this.name = name;
        this.settings = settings;
        this.changed = changed;
        this.watch = Watch.start(source, settings, new Listener());
    }

    private final class Listener implements WatchListener {
        @Override
        public void found(String group, Tracker found) {
            tracker.complete(found);
            changed.run();
        }

        @Override
        public void event(String group, LeadershipEvent event) {
            if (event instanceof Acquired acquired) {
                arrived.add(new Arrived(acquired, Instant.now()));
            }
            changed.run();
        }

        @Override
        public void problem(String subject, String words) {
            warnings.computeIfAbsent(subject, key -> new CopyOnWriteArrayList<>())
                    .add(words);
            changed.run();
        }

        @Override
        public void solved(String subject) {
            changed.run();
        }
    }

    /** {@return the leader that it reports} */
    Optional<Leadership> leader() {
        return tracker.thenApply(Tracker::leader).getNow(Optional.empty());
    }

    /** {@return what does not work at present} */
    Set<String> problems() {
        return watch.problems().keySet();
    }

    /** {@return the servers that it tracks} */
    Set<ServerId> servers() {
        return tracker.thenApply(Tracker::standings).getNow(List.of()).stream()
                .map(Standing::server)
                .collect(Collectors.toSet());
    }

    /** {@return the acquisitions and losses that it reported of each server} */
    Map<ServerId, List<String>> changes() {
        return tracker.thenApply(known -> LoggedHistory.changes(known.history().events().stream()))
                .getNow(Map.of());
    }

    /**
     * Checks the reports of the watch, which is closed, and prints figures.
     *
     * @param since when all servers answered
     * @param faults in how many faults a server did not answer
     */
    void check(String fault, ClusterUnderTest cluster, Instant since, Map<ServerId, Integer> faults) throws Exception {
        var known = tracker.getNow(null);
        assertThat(known).as(name + ": a group").isNotNull();
        var comparison = Comparison.of(cluster, known);
        try {
            System.out.println(name + ", " + fault + ": " + comparison.counts(since) + ", " + lags(comparison) + ", "
                    + warnings.values().stream().mapToInt(List::size).sum() + " warnings, load " + Load.now());
            assertThat(comparison.logged()).allMatch(leader -> leader.term().isPresent());
            assertThat(comparison.reported()).allMatch(event -> event.term().isPresent());
            comparison.assertSameAsTheLogs(since, settings);
            assertThat(known.anomalies()).isEmpty();
            assertThat(known.history().isSafe()).isTrue();
            warnings.forEach((subject, words) -> assertThat(words)
                    .as("warnings about " + subject)
                    .hasSizeLessThanOrEqualTo(1 + faults(subject, cluster, faults)));
        } catch (AssertionError e) {
            throw new AssertionError(
                    name + ": " + known.history() + "\nlogs: " + comparison.logged() + "\nwarnings: " + warnings, e);
        }
    }

    /** {@return in how many faults the subject of a warning did not answer} */
    private static int faults(String subject, ClusterUnderTest cluster, Map<ServerId, Integer> faults) {
        return cluster.servers().stream()
                .filter(server -> subject.equals(server.value()) || subject.contains(cluster.address(server)))
                .mapToInt(server -> faults.getOrDefault(server, 0))
                .sum();
    }

    /**
     * {@return the times from the lines of the logs to the listener, of the leaderships that began during the watch}
     */
    private Lags lags(Comparison comparison) {
        var lags = new ArrayList<Duration>();
        for (var leader : comparison.logged()) {
            arrived.stream()
                    .filter(each -> !each.event().already() && Comparison.isSame(each.event(), leader))
                    .findFirst()
                    .ifPresent(each -> lags.add(Duration.between(leader.at(), each.at())));
        }
        return new Lags(lags);
    }

    @Override
    public void close() {
        watch.close();
    }
}
