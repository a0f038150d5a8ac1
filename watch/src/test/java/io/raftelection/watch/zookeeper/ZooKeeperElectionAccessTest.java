package io.raftelection.watch.zookeeper;

import static io.raftelection.watch.zookeeper.WatchedElection.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connections and the arguments of a watch of an election in a real ZooKeeper. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ZooKeeperElectionAccessTest {
    /** How long a watch waits until it reports that it cannot ask. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private WatchedElection election;

    @BeforeEach
    void prepare() {
        election = new WatchedElection(folder);
    }

    @AfterEach
    void closeAll() throws Exception {
        election.close();
    }

    @Test
    void serverThatRefusesTheConnectionIsReportedOnceInWords() throws Exception {
        election.start(1, "latch");
        election.ensemble.kill(ONE);
        election.watched(TIMEOUT, Access.open(), ONE);

        election.until(() -> !election.watch.problems().isEmpty());

        assertThat(election.watch.problems())
                .containsExactly(Map.entry("election /app/orders", election.client(ONE) + ": connection refused"));
        election.ensemble.start(ONE);
        election.until(() -> election.watch.problems().isEmpty());
    }

    @Test
    void nodeThatNeedsAUserIsReadWithIt() throws Exception {
        election.start(1, "latch");
        var access = Access.open().withUser("watcher", Secret.of("s3cret"));
        try (var client = election.client(access)) {
            client.create("/app", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            client.create(CuratorApps.PATH, new byte[0], ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
            client.create(
                    CuratorApps.PATH + "/_c_1-latch-",
                    "a1".getBytes(StandardCharsets.UTF_8),
                    ZooDefs.Ids.CREATOR_ALL_ACL,
                    CreateMode.EPHEMERAL_SEQUENTIAL);
            election.watched(TIMEOUT, Access.open(), ONE);
            election.until(
                    () -> election.watch.problems().toString().contains("/app/orders: may not be read by this user"));
            election.watch.close();

            election.watched(TIMEOUT, access, ONE);
            election.awaitLeader("a1");
            election.until(() -> election.watch.problems().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void watchThatIsClosedHasNoThreadsSoonAlsoIfItsServerIsFrozen(boolean isFrozen) throws Exception {
        election.start(1, "latch");
        election.apps.start("a1");
        election.watched(Duration.ofSeconds(30), Access.open(), ONE);
        election.awaitLeader("a1");
        if (isFrozen) {
            election.ensemble.freeze(ONE);
        }
        long start = System.nanoTime();
        election.watch.close();
        election.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("raft-election-watch")));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void impossibleArgumentsAreRefused() {
        var one = List.of(Endpoint.parse("127.0.0.1:1"));
        assertThatThrownBy(() -> ZooKeeperElection.source(List.of(), Access.open(), "/a"))
                .hasMessage("addresses: are none, expected at least one");
        assertThatThrownBy(() -> ZooKeeperElection.source(one, Access.open().withAuthority(Path.of("ca.pem")), "/a"))
                .hasMessage("certificates: are not used, expected the settings of ZooKeeper's client for TLS");
        for (var path : List.of("", "/", "a", "/a//b", "/a/..", "/./a", "//")) {
            assertThatThrownBy(() -> ZooKeeperElection.source(one, Access.open(), path))
                    .hasMessage("path: \"" + path + "\", expected for example /app/orders");
        }
        assertThatThrownBy(() -> ZooKeeperElection.source(List.of(Endpoint.parse("http://h:1")), Access.open(), "/a"))
                .hasMessage("http://h:1: has a scheme, expected for example 127.0.0.1:2181");
    }
}
