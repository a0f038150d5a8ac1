package io.raftelection.testing.contract;

import static io.raftelection.testing.Capability.ELECT;
import static io.raftelection.testing.Capability.STEP_DOWN;
import static io.raftelection.testing.Capability.TRANSFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.ServerId;
import io.raftelection.Standing.Role;
import io.raftelection.Tracker;
import io.raftelection.View;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A running cluster, and the tracker that has followed it from the start. */
final class ContractCluster implements AutoCloseable {
    /** The limit of every wait. It is far longer than an election takes. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The pause between two polls of an engine, which does not report changes of its own claims. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** The longest time of a report. A report only records, so it is far shorter, even on a busy machine. */
    private static final Duration HELD_UP = Duration.ofSeconds(2);

    private final Map<ServerId, FanOutSink> relays = new LinkedHashMap<>();
    private final Tracker tracker =
            Tracker.builder("contract").historySize(1 << 16).build();
    private final Function<ServerId, List<LeadershipSink>> more;
    private final TestCluster cluster;

    /** Starts a cluster and waits for its first leader. */
    ContractCluster(int servers, TestEngine engine) throws Exception {
        this(servers, engine, server -> List.of());
    }

    /** Does the same, and passes the reports of each server also on to other sinks. */
    ContractCluster(int servers, TestEngine engine, Function<ServerId, List<LeadershipSink>> more) throws Exception {
        this.more = more;
        cluster = new TestCluster(
                engine,
                IntStream.rangeClosed(1, servers)
                        .mapToObj(number -> ServerId.of("s" + number))
                        .toList(),
                this::sink);
        try {
            cluster.start();
            leader();
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    private LeadershipSink sink(ServerId server) {
        var relay = new FanOutSink();
        relay.add(tracker.track(server));
        more.apply(server).forEach(relay::add);
        relays.put(server, relay);
        return relay;
    }

    Tracker tracker() {
        return tracker;
    }

    TestCluster cluster() {
        return cluster;
    }

    Leadership leader() throws InterruptedException {
        return tracker.awaitLeader(PATIENCE);
    }

    List<ServerId> others(ServerId server) {
        return cluster.servers().stream().filter(other -> !other.equals(server)).toList();
    }

    boolean offers(Capability capability) {
        return cluster.notOffered(capability).isEmpty();
    }

    /** Passes the later reports of every server on to another tracker, too, after this one. */
    void join(Tracker other, Function<LeadershipSink, LeadershipSink> wrapped) {
        relays.forEach((server, relay) -> relay.add(wrapped.apply(other.track(server))));
    }

    /** Passes later reports on to this contract's tracker only. */
    void part() {
        relays.values().forEach(FanOutSink::keepFirst);
    }

    /**
     * Runs an action with a server that led and cannot be elected again meanwhile, not even after its own election
     * timeout.
     */
    void withFollower(Consumer<ServerId> action) throws Exception {
        var follower = leader().server();
        allow(others(follower));
        try {
            elect();
            action.accept(follower);
        } finally {
            allow(cluster.servers());
        }
    }

    private void allow(List<ServerId> candidates) {
        if (offers(ELECT)) {
            cluster.allow(Set.copyOf(candidates));
        }
    }

    /** Ends a leadership: by a transfer if the engine has one, else by a step down, else by a crash. */
    Leadership elect() throws Exception {
        var old = leader();
        if (offers(TRANSFER)) {
            cluster.transfer(nextTo(old.server()));
        } else if (offers(STEP_DOWN)) {
            cluster.stepDown(old.server());
        } else {
            cluster.kill(old.server());
            leader();
            cluster.restart(old.server());
        }
        old.awaitLost(PATIENCE);
        return leader();
    }

    private ServerId nextTo(ServerId server) {
        var servers = cluster.servers();
        return servers.get((servers.indexOf(server) + 1) % servers.size());
    }

    /** Returns the acquisitions and losses so far. */
    List<LeadershipEvent> heard() {
        return tracker.history().events().stream()
                .filter(ContractCluster::isLeadership)
                .toList();
    }

    List<Acquired> acquisitions() {
        return heard().stream()
                .filter(Acquired.class::isInstance)
                .map(Acquired.class::cast)
                .toList();
    }

    /** Waits until the engine and the tracker agree on the leader. A report that was lost makes this fail. */
    void agree() throws InterruptedException {
        var heard = new Semaphore(0);
        try (var events = tracker.subscribe(event -> heard.release())) {
            long start = System.nanoTime();
            while (!claimed().equals(told())) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    assertThat(told()).as("the leaders, as reported").isEqualTo(claimed());
                }
                heard.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private Map<ServerId, OptionalLong> claimed() {
        var claimed = new TreeMap<ServerId, OptionalLong>();
        cluster.claims().forEach(claim -> claimed.put(claim.server(), claim.term()));
        return claimed;
    }

    private Map<ServerId, OptionalLong> told() {
        var told = new TreeMap<ServerId, OptionalLong>();
        for (var standing : tracker.standings()) {
            if (standing.role() == Role.LEADING) {
                told.put(standing.server(), standing.view().map(View::term).orElse(OptionalLong.empty()));
            }
        }
        return told;
    }

    /** Waits until no reporting thread of the engine is in the adapter's code. */
    void awaitFreeThreads() throws InterruptedException {
        long start = System.nanoTime();
        var held = heldThreads();
        while (!held.isEmpty()) {
            assertThat(System.nanoTime() - start)
                    .as("nanoseconds that a report holds up %s", held)
                    .isLessThan(HELD_UP.toNanos());
            held.iterator().next().join(LOOK_AGAIN.toMillis());
            held = heldThreads();
        }
    }

    private Set<Thread> heldThreads() {
        return relays.values().stream()
                .flatMap(relay -> relay.reporters().stream())
                .filter(thread -> !thread.equals(Thread.currentThread()))
                .filter(thread -> Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith("io.raftelection.")))
                .collect(Collectors.toSet());
    }

    /** Checks the history: no anomalies, acquired and lost alternate, and terms never decrease. */
    void checkHistory() {
        assertThat(tracker.anomalies()).isEmpty();
        assertThat(tracker.history().safety().isSafe()).isTrue();
        for (var server : cluster.servers()) {
            Optional<LeadershipEvent> before = Optional.empty();
            for (var event : heard()) {
                if (event.server().equals(server)) {
                    checkFollows(before, event);
                    before = Optional.of(event);
                }
            }
        }
        assertThat(relays.values())
                .allSatisfy(relay -> assertThat(relay.thrown()).isEmpty());
    }

    static boolean isAcquired(LeadershipEvent event) {
        return event.match(acquired -> true, ready -> false, lost -> false, follows -> false, members -> false);
    }

    /** Whether an event is an acquisition or a loss. */
    static boolean isLeadership(LeadershipEvent event) {
        return event.match(acquired -> true, ready -> false, lost -> true, follows -> false, members -> false);
    }

    private void checkFollows(Optional<LeadershipEvent> before, LeadershipEvent event) {
        assertThat(isAcquired(event))
                .as("%s, after %s: acquired", event, before)
                .isEqualTo(!before.map(ContractCluster::isAcquired).orElse(false));
        assertThat(event.term().isPresent()).as("%s: has a term", event).isEqualTo(offers(Capability.TERMS));
        assertThat(event.term().orElse(0))
                .as("%s, after %s: term", event, before)
                .isGreaterThanOrEqualTo(before.map(LeadershipEvent::term)
                        .orElse(OptionalLong.empty())
                        .orElse(0));
    }

    /** Whether another test may go on with this cluster: all its servers run. */
    boolean isWhole() {
        return cluster.servers().stream().allMatch(cluster::isRunning);
    }

    @Override
    public void close() {
        try (tracker;
                cluster) {
            tracker.ignore();
        }
    }
}
