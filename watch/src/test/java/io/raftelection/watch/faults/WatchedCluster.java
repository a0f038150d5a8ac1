package io.raftelection.watch.faults;

import static io.raftelection.watch.faults.FaultRounds.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.WatchSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A cluster that is watched in one or more ways while faults happen to its leader. A fault begins when all watches
 * report the same leader and all servers answer. It ends when all watches report the next leader. At the end, what they
 * reported is compared with the logs of the servers.
 */
public final class WatchedCluster implements AutoCloseable {
    private static final long PAUSE_MILLIS = 20;
    private static final int ROUNDS = Integer.getInteger("raftelection.watch.rounds", 1);

    private final Processes cluster;
    private final FaultRounds rounds;
    private final List<ComparedWatch> watches = new ArrayList<>();
    private final List<ComparedWatch> pushed = new ArrayList<>();
    private final Map<ServerId, Integer> faults = new HashMap<>();
    private final Semaphore changes = new Semaphore(0);

    /** Watches a cluster, which it does not close. */
    public WatchedCluster(Processes cluster) {
        this.cluster = cluster;
        this.rounds = new FaultRounds(cluster, this::awaitNext);
    }

    /** A fault of the leader. */
    public interface Fault {
        /** Brings the fault about, and ends it again. */
        void happen(Leadership leader) throws Exception;
    }

    /** Watches the cluster in a further way, which may miss a leadership that is short. {@return this} */
    public WatchedCluster polled(String name, WatchSource source, WatchSettings settings) {
        watches.add(new ComparedWatch(name, source, settings, changes::release));
        return this;
    }

    /** Watches the cluster in a further way, which misses nothing: no leadership and no loss. {@return this} */
    public WatchedCluster pushed(String name, WatchSource source, WatchSettings settings) {
        polled(name, source, settings);
        pushed.add(watches.get(watches.size() - 1));
        return this;
    }

    /** Waits until all watches report the same leader of the same term. {@return the leader} */
    public Leadership awaitLeader() throws InterruptedException {
        return await("a leader that all watches report", this::agreed);
    }

    private Optional<Leadership> agreed() {
        var leaders = watches.stream().flatMap(watch -> watch.leader().stream()).toList();
        return leaders.stream()
                .findFirst()
                .filter(first ->
                        leaders.size() == watches.size() && leaders.stream().allMatch(other -> isSame(first, other)));
    }

    private static boolean isSame(Leadership one, Leadership other) {
        return one.server().equals(other.server()) && one.term().equals(other.term());
    }

    private void awaitNext(Leadership old) throws InterruptedException {
        await("a leader after " + old, () -> agreed().filter(next -> !isSame(next, old)));
    }

    /** Waits until every server is tracked and answers, so that an answer from before a fault was handled. */
    private void awaitAnswers() throws InterruptedException {
        var all = Set.copyOf(cluster.servers());
        await(
                "answers of all servers",
                () -> Optional.of(true)
                        .filter(yes -> problems().isEmpty())
                        .filter(yes -> watches.stream()
                                .allMatch(watch -> pushed.contains(watch)
                                        || watch.servers().equals(all))));
    }

    private <T> T await(String what, Supplier<Optional<T>> wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            changes.drainPermits();
            var found = wanted.get();
            if (found.isPresent()) {
                return found.get();
            }
            assertThat(System.nanoTime()).as(what + ", problems " + problems()).isLessThan(end);
            // A watch does not report that it tracks a server.
            changes.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private List<String> problems() {
        return watches.stream().flatMap(watch -> watch.problems().stream()).toList();
    }

    /** Repeats faults, each of which happens to the leader of that moment, and compares at the end. */
    public void compare(String what, Fault... round) throws Exception {
        try {
            awaitAnswers();
            var since = Instant.now();
            for (int i = 0; i < ROUNDS; i++) {
                for (var fault : round) {
                    awaitAnswers();
                    fault.happen(awaitLeader());
                }
            }
            awaitAnswers();
            awaitLeader();
            for (var watch : pushed) {
                awaitSameChanges(watch);
            }
            close();
            for (var watch : watches) {
                watch.check(what, cluster, since, faults);
            }
        } catch (Exception | AssertionError e) {
            System.out.println(cluster.logs());
            throw e;
        }
    }

    /** Waits until the watch has reported what the servers logged, which goes on meanwhile. */
    private void awaitSameChanges(ComparedWatch watch) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!watch.changes().equals(logged()) && System.nanoTime() < end) {
            changes.tryAcquire(100, TimeUnit.MILLISECONDS);
        }
        assertThat(watch.changes()).isEqualTo(logged());
    }

    private Map<ServerId, List<String>> logged() throws Exception {
        return cluster.loggedHistory().changes();
    }

    /** Kills the leader, waits for the next one, and starts it again. */
    public void kill(Leadership leader) throws Exception {
        faults.merge(leader.server(), 1, Integer::sum);
        rounds.kill(leader);
    }

    /** Freezes the leader, waits for the next one, and lets it go on. */
    public void freeze(Leadership leader) throws Exception {
        faults.merge(leader.server(), 1, Integer::sum);
        rounds.freeze(leader);
    }

    /** Cuts the leader off from the others, waits for the next one, and restores the links. */
    public void cut(Leadership leader) throws Exception {
        rounds.cut(leader);
    }

    @Override
    public void close() {
        watches.forEach(ComparedWatch::close);
    }
}
