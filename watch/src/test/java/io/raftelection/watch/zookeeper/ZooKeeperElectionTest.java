package io.raftelection.watch.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.ServerId;
import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Secret;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.faults.Processes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An election of real applications in a real ZooKeeper, watched from outside. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // each test starts what it needs
final class ZooKeeperElectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ServerId ONE = ServerId.of("1");
    private static final ServerId TWO = ServerId.of("2");
    private static final ServerId THREE = ServerId.of("3");

    @TempDir
    Path folder;

    private Processes ensemble;
    private CuratorApps apps;
    private Watch watch;

    @AfterEach
    void closeAll() throws Exception {
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

    private void start(int servers, String recipe) throws Exception {
        ensemble = Ensemble.onLoopback(folder, servers).startAll();
        var addresses = ensemble.servers().stream().map(this::client).toList();
        apps = new CuratorApps(folder, String.join(",", addresses.subList(servers / 2, servers)), recipe);
    }

    private String client(ServerId server) {
        return Ensemble.client(folder, server);
    }

    private Watch watched(Duration timeout, Access access, ServerId... servers) {
        var endpoints =
                Stream.of(servers).map(server -> Endpoint.parse(client(server))).toList();
        return Watch.start(
                ZooKeeperElection.source(endpoints, access, CuratorApps.PATH),
                WatchSettings.of("orders").withInterval(Duration.ofMillis(100)).withTimeout(timeout));
    }

    private Watch watched(ServerId... servers) {
        return watched(Duration.ofSeconds(1), Access.open(), servers);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void until(Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime() < end)
                    .as(() -> "in time; " + apps
                            + (watch == null ? "" : "\n" + watch.tracker().history() + watch.problems()))
                    .isTrue();
            Thread.sleep(20);
        }
    }

    private void awaitLeader(String name) throws Exception {
        until(() -> watch.tracker()
                .leader()
                .filter(leader -> leader.server().value().equals(name))
                .isPresent());
    }

    private void awaitCandidates(int number) throws Exception {
        until(() -> watch.tracker().standings().size() == number);
    }

    private Stream<Acquired> acquired() {
        return watch.tracker().history().events().stream()
                .filter(Acquired.class::isInstance)
                .map(Acquired.class::cast);
    }

    private List<String> told() {
        return acquired().map(event -> event.server().value()).toList();
    }

    private long token() {
        return watch.tracker().leader().orElseThrow().fencingToken().orElseThrow();
    }

    /** Waits until a watched leader is the one that it says itself, with the same token. */
    private void awaitSame(String name) throws Exception {
        awaitLeader(name);
        until(() -> name.equals(apps.acquisitions().get(token())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"latch", "selector"})
    void leadersAreThoseThatTheApplicationsSayAndTheTokensToo(String recipe) throws Exception {
        start(1, recipe);
        apps.start("a1");
        until(() -> apps.output("a1").contains("acquired"));
        watch = watched(ONE);
        awaitSame("a1");
        assertThat(acquired()).allMatch(LeadershipEvent::already);
        apps.start("a2");
        awaitCandidates(2);

        apps.process("a1").kill();
        awaitSame("a2");
        apps.start("a3");
        awaitCandidates(2);
        apps.process("a2").freeze(); // until its session expires
        awaitSame("a3");
        apps.process("a2").resume();
        awaitCandidates(2);
        apps.process("a3").kill();
        awaitSame("a2");

        assertThat(told())
                .containsExactly("a1", "a2", "a3", "a2")
                .containsExactlyElementsOf(apps.acquisitions().values());
        assertThat(acquired().skip(1)).noneMatch(LeadershipEvent::already);
        assertThat(watch.tracker().history().toString()).contains("a1 lost (\"its node is gone\")");
        assertThat(watch.tracker().history().summary().longestOverlap()).isEmpty();
        assertThat(watch.tracker().anomalies()).isEmpty();
        assertThat(watch.problems()).isEmpty();
    }

    @Test
    void electionThatBeginsLaterIsSeenFromItsBeginning() throws Exception {
        start(1, "latch");
        watch = watched(ONE);
        awaitAnswer();
        apps.start("a1");
        awaitSame("a1");

        assertThat(acquired()).noneMatch(LeadershipEvent::already);
    }

    /** Waits until the watch has read the path, which begins no leadership: the server reports no problem then. */
    private void awaitAnswer() throws Exception {
        try (var client = client(Access.open())) {
            until(() -> watch.problems().isEmpty() && client.getState().isConnected());
            Thread.sleep(2_000); // twice the timeout after which a problem would be reported
            until(() -> watch.problems().isEmpty());
        }
    }

    @Test
    void serversThatAreFrozenOrKilledEndNoLeadership() throws Exception {
        start(3, "latch");
        apps.start("a1");
        until(() -> apps.output("a1").contains("acquired"));
        watch = watched(Duration.ofSeconds(20), Access.open(), ONE, TWO, THREE);
        awaitSame("a1");
        long token = token();
        ensemble.kill(ONE);
        until(() -> apps.acquisitions().containsKey(token));
        ensemble.start(ONE);
        apps.start("a2");
        awaitCandidates(2);
        apps.process("a1").kill();
        awaitSame("a2");

        assertThat(told()).startsWith("a1").endsWith("a2").hasSizeLessThanOrEqualTo(3);
        assertThat(watch.tracker().history().toString()).contains("a1 lost (\"its node is gone");
        assertThat(watch.tracker().anomalies()).isEmpty();
    }

    @Test
    void changesThatWereMissedWhileTheOnlyServerWasAwayAreNotGuessed() throws Exception {
        start(3, "latch");
        apps.start("a1");
        until(() -> apps.output("a1").contains("acquired"));
        watch = watched(Duration.ofMinutes(2), Access.open(), ONE);
        awaitSame("a1");
        ensemble.kill(ONE);
        apps.start("a2");
        until(() -> children() == 2);
        apps.process("a1").kill();
        until(() -> apps.output("a2").contains("acquired"));
        apps.start("a3");
        until(() -> children() == 2);
        apps.process("a2").kill();
        until(() -> apps.output("a3").contains("acquired"));
        assertThat(told()).containsExactly("a1");

        ensemble.start(ONE);
        awaitSame("a3");

        assertThat(told()).containsExactly("a1", "a3");
        assertThat(acquired()).allMatch(LeadershipEvent::already);
        assertThat(watch.tracker().history().toString())
                .contains("a1 lost (\"its node is gone, and changes were missed\")");
    }

    private long children() throws Exception {
        try (var client = client(Access.open(), TWO)) {
            return client.getChildren(CuratorApps.PATH, false).size();
        }
    }

    @Test
    void electionIsUnknownWhileNoServerAnswersAndItsLeaderLeadsAlreadyAfterThat() throws Exception {
        start(1, "latch");
        apps.start("a1");
        until(() -> apps.output("a1").contains("acquired"));
        watch = watched(ONE);
        awaitSame("a1");
        ensemble.freeze(ONE);

        until(() -> watch.tracker().leader().isEmpty());
        assertThat(watch.tracker().history().toString())
                .contains("a1 lost (\"cannot be asked: " + client(ONE))
                .contains("no answer within 1.0 s");
        assertThat(watch.problems()).hasSize(1).containsKey("election /app/orders");
        ensemble.kill(ONE);
        ensemble.start(ONE);
        awaitLeader("a1");
        until(() -> watch.problems().isEmpty());
        assertThat(acquired()).allMatch(LeadershipEvent::already);
    }

    @Test
    void serverThatRefusesTheConnectionIsReportedOnceInWords() throws Exception {
        start(1, "latch");
        ensemble.kill(ONE);
        watch = watched(ONE);

        until(() -> !watch.problems().isEmpty());

        assertThat(watch.problems())
                .containsExactly(Map.entry("election /app/orders", client(ONE) + ": connection refused"));
        ensemble.start(ONE);
        until(() -> watch.problems().isEmpty());
    }

    @Test
    void nodeThatNeedsAUserIsReadWithIt() throws Exception {
        start(1, "latch");
        var access = Access.open().withUser("watcher", Secret.of("s3cret"));
        try (var client = client(access)) {
            client.create("/app", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            client.create(CuratorApps.PATH, new byte[0], ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
            client.create(
                    CuratorApps.PATH + "/_c_1-latch-",
                    "a1".getBytes(StandardCharsets.UTF_8),
                    ZooDefs.Ids.CREATOR_ALL_ACL,
                    CreateMode.EPHEMERAL_SEQUENTIAL);
            watch = watched(ONE);
            until(() -> watch.problems().toString().contains("/app/orders: may not be read by this user"));
            watch.close();

            watch = watched(Duration.ofSeconds(1), access, ONE);
            awaitLeader("a1");
            assertThat(watch.problems()).isEmpty();
        }
    }

    private ZooKeeper client(Access access, ServerId... servers) throws Exception {
        var connected = new CountDownLatch(1);
        var client = new ZooKeeper(client(servers.length == 0 ? ONE : servers[0]), 10_000, event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        access.user()
                .ifPresent(user -> client.addAuthInfo(
                        "digest", (user.name() + ":" + user.password().reveal()).getBytes(StandardCharsets.UTF_8)));
        assertThat(connected.await(30, TimeUnit.SECONDS)).isTrue();
        return client;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void watchThatIsClosedHasNoThreadsSoonAlsoIfItsServerIsFrozen(boolean isFrozen) throws Exception {
        start(1, "latch");
        apps.start("a1");
        watch = watched(Duration.ofSeconds(30), Access.open(), ONE);
        awaitLeader("a1");
        if (isFrozen) {
            ensemble.freeze(ONE);
        }
        long start = System.nanoTime();
        watch.close();
        until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("raft-election-watch")));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void impossibleArgumentsAreRefused() {
        var one = List.of(Endpoint.parse("127.0.0.1:1"));
        assertThatThrownBy(() -> ZooKeeperElection.source(List.of(), Access.open(), "/a"))
                .hasMessage("addresses: are none, expected at least one");
        for (var path : List.of("", "/", "a", "/a//b", "/a/..", "/./a", "//")) {
            assertThatThrownBy(() -> ZooKeeperElection.source(one, Access.open(), path))
                    .hasMessage("path: \"" + path + "\", expected for example /app/orders");
        }
        assertThatThrownBy(() -> ZooKeeperElection.source(List.of(Endpoint.parse("http://h:1")), Access.open(), "/a"))
                .hasMessage("http://h:1: has a scheme, expected for example 127.0.0.1:2181");
    }
}
