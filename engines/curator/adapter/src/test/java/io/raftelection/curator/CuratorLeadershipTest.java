package io.raftelection.curator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatch.CloseMode;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What the callbacks of a latch become, and that the user's listeners get them all. */
@SuppressWarnings("NullAway") // null is what some tests are about, and the server is there before all of them
final class CuratorLeadershipTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static TestingServer zooKeeper;

    private final Tracker tracker = Tracker.open("curator");
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CuratorFramework client =
            CuratorFrameworkFactory.newClient(zooKeeper.getConnectString(), new RetryOneTime(100));
    private final LeaderLatch latch;

    CuratorLeadershipTest(TestInfo test) {
        client.start();
        latch = new LeaderLatch(client, "/" + test.getTestMethod().orElseThrow().getName(), "s1");
    }

    @BeforeAll
    static void startZooKeeper() throws Exception {
        zooKeeper = new TestingServer();
    }

    @AfterAll
    static void closeZooKeeper() throws IOException {
        zooKeeper.close();
    }

    @AfterEach
    void closeAll() {
        client.close();
        tracker.close();
    }

    /** What a user has: it keeps what it was called with, and throws. */
    private LeaderLatchListener users(String name) {
        return new LeaderLatchListener() {
            @Override
            public void isLeader() {
                called(name + ": leader");
            }

            @Override
            public void notLeader() {
                called(name + ": not leader");
            }
        };
    }

    private void called(String what) {
        calls.add(what);
        throw new IllegalStateException(what);
    }

    private Leadership attachAndLead() throws Exception {
        CuratorLeadership.attach(client, latch, tracker.track(S1));
        latch.start();
        return tracker.await(S1, PATIENCE);
    }

    @Test
    void usersListenersAreAllCalledAndMayThrow() throws Exception {
        latch.addListener(users("first"));
        CuratorLeadership.attach(client, latch, tracker.track(S1));
        latch.addListener(users("second"));
        latch.start();
        latch.await();
        latch.close(CloseMode.NOTIFY_LEADER);

        assertThat(calls.subList(0, 2)).containsExactlyInAnyOrder("first: leader", "second: leader");
        assertThat(calls.subList(2, calls.size())).containsExactlyInAnyOrder("first: not leader", "second: not leader");
        assertThat(heard()).isEqualTo("acquired term 0, lost term 0");
    }

    @Test
    void termIsTheSequenceNumberOfTheNode() throws Exception {
        client.create().creatingParentsIfNeeded().forPath("/termIsTheSequenceNumberOfTheNode/another");

        attachAndLead();

        assertThat(latch.getLastPathIsLeader()).endsWith("-0000000001");
        assertThat(heard()).isEqualTo("acquired term 1");
    }

    @Test
    void latchThatLeadsAlreadyIsToldAtOnce() throws Exception {
        latch.start();
        latch.await();

        CuratorLeadership.attach(client, latch, tracker.track(S1));

        assertThat(heard()).isEqualTo("acquired term 0");
    }

    @Test
    void silentCloseIsALoss() throws Exception {
        var leadership = attachAndLead();

        latch.close();

        leadership.awaitLost(PATIENCE);
        assertThat(tracker.history()).asString().endsWith("s1 lost term 0 (\"latch closed\")");
    }

    @Test
    void closedClientIsALossAtOnce() throws Exception {
        attachAndLead();

        client.close();

        assertThat(tracker.history()).asString().endsWith("s1 lost term 0 (\"client closed\")");
    }

    @Test
    void whatIsToldAfterTheEndIsNoLeadership() throws Exception {
        var ear = new Ear(client, latch, tracker.track(S1));
        client.getCuratorListenable().addListener(ear);

        client.close();
        ear.isLeader();

        assertThat(heard()).isEmpty();
    }

    @Test
    void nextLatchOfAServerReportsToTheSameSink() throws Exception {
        var sink = tracker.track(S1);
        CuratorLeadership.attach(client, latch, sink);
        latch.start();
        latch.await();
        try (var next = new LeaderLatch(client, "/nextLatchOfAServerReportsToTheSameSink", "s1")) {
            CuratorLeadership.attach(client, next, sink);
            latch.close();
            next.start();

            next.await();

            assertThat(heard()).isEqualTo("acquired term 0, lost term 0, acquired term 1");
        }
    }

    @Test
    void pathWithoutASequenceNumberHasNoTerm() {
        assertThat(Ear.term("/leader/_c_12-latch-0000000012")).hasValue(12);
        assertThat(Ear.term("/leader/_c_12-latch--2147483648")).isEmpty();
        assertThat(Ear.term("/leader/latch-")).isEmpty();
        assertThat(Ear.term((String) null)).isEmpty();
    }

    @Test
    void nullIsRefused() {
        var sink = tracker.track(S1);

        assertThatThrownBy(() -> CuratorLeadership.attach(null, latch, sink)).hasMessage("client: is null");
        assertThatThrownBy(() -> CuratorLeadership.attach(client, null, sink)).hasMessage("latch: is null");
        assertThatThrownBy(() -> CuratorLeadership.attach(client, latch, null)).hasMessage("sink: is null");
    }

    private String heard() {
        return tracker.history().events().stream()
                .map(event -> event.toString().replaceAll("^\\S+ s1 ((acquired|lost) term \\d+).*", "$1"))
                .collect(Collectors.joining(", "));
    }
}
