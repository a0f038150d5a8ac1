package io.raftelection.watch.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.ServerId;
import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.Processes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/** An election of real applications in a real ZooKeeper, and its watch. */
@SuppressWarnings("NullAway.Init") // a test starts what it needs
final class WatchedElection implements AutoCloseable {
    static final ServerId ONE = ServerId.of("1");
    static final ServerId TWO = ServerId.of("2");
    static final ServerId THREE = ServerId.of("3");

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;

    Processes ensemble;
    CuratorApps apps;
    Watch watch;

    WatchedElection(Path folder) {
        this.folder = folder;
    }

    @Override
    public void close() throws Exception {
        if (watch != null) {
            watch.close();
        }
        if (apps != null) {
            apps.close();
        }
        if (ensemble != null) {
            ensemble.close();
        }
    }

    void start(int servers, String recipe) throws Exception {
        ensemble = Ensemble.onLoopback(folder, servers).startAll();
        var addresses = ensemble.servers().stream().map(this::client).toList();
        apps = new CuratorApps(folder, String.join(",", addresses.subList(servers / 2, servers)), recipe);
    }

    String client(ServerId server) {
        return Ensemble.client(folder, server);
    }

    Watch watched(Duration timeout, Access access, ServerId... servers) {
        var endpoints =
                Stream.of(servers).map(server -> Endpoint.parse(client(server))).toList();
        watch = Watch.start(
                ZooKeeperElection.source(endpoints, access, CuratorApps.PATH),
                WatchSettings.of("orders").withInterval(Duration.ofMillis(100)).withTimeout(timeout));
        return watch;
    }

    /** Starts a watch that waits for answers for a long time, so that a slow machine ends no leadership. */
    Watch watched(ServerId... servers) {
        return watched(PATIENCE, Access.open(), servers);
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    void until(Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime() < end)
                    .as(() -> "in time; " + apps
                            + (watch == null ? "" : "\n" + watch.tracker().history() + watch.problems()))
                    .isTrue();
            Thread.sleep(20);
        }
    }

    void awaitLeader(String name) throws Exception {
        until(() -> watch.tracker()
                .leader()
                .filter(leader -> leader.server().value().equals(name))
                .isPresent());
    }

    void awaitCandidates(int number) throws Exception {
        until(() -> watch.tracker().standings().size() == number);
    }

    Stream<Acquired> acquired() {
        return watch.tracker().history().events().stream()
                .filter(Acquired.class::isInstance)
                .map(Acquired.class::cast);
    }

    /** {@return the leaders that the watch reports, in order} */
    List<String> told() {
        return acquired().map(event -> event.server().value()).toList();
    }

    long token() {
        return watch.tracker().leader().orElseThrow().fencingToken().orElseThrow();
    }

    /** Waits until a watched leader is the one that it says itself, with the same token. */
    void awaitSame(String name) throws Exception {
        awaitLeader(name);
        until(() -> name.equals(apps.acquisitions().get(token())));
    }

    ZooKeeper client(Access access, ServerId... servers) throws Exception {
        var connected = new CountDownLatch(1);
        var client = new ZooKeeper(client(servers.length == 0 ? ONE : servers[0]), 10_000, event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        access.user()
                .ifPresent(user -> client.addAuthInfo(
                        "digest", (user.name() + ":" + user.password().reveal()).getBytes(StandardCharsets.UTF_8)));
        assertThat(connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return client;
    }
}
