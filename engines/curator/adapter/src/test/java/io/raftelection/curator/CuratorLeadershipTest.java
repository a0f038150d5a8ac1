package io.raftelection.curator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipReporter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatch.CloseMode;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What the callbacks of a latch become, and that the user's listeners get them all. */
@SuppressWarnings("NullAway") // null is what some tests are about, and the server is there before all of them
final class CuratorLeadershipTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String PARENT = "/leader-of-another-client";

    @AutoClose
    private static final ZooKeeperFixture ZOO_KEEPER = new ZooKeeperFixture();

    @AutoClose
    private final Tracker tracker = Tracker.lenient("curator");

    private final List<String> calls = new CopyOnWriteArrayList<>();

    @AutoClose
    private final CuratorFramework client = ZOO_KEEPER.newClient();

    private final LeaderLatch latch;

    CuratorLeadershipTest(TestInfo test) {
        client.start();
        latch = new LeaderLatch(client, "/" + test.getTestMethod().orElseThrow().getName(), "s1");
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
        assertThat(heard()).isEqualTo("acquired, lost");
    }

    @Test
    void tokenIsTheTransactionThatCreatedTheNode() throws Exception {
        var leadership = attachAndLead();

        var node = client.checkExists().forPath(latch.getLastPathIsLeader());
        assertThat(leadership.fencingToken()).hasValue(node.getCzxid());
        assertThat(leadership.term()).isEmpty();
    }

    @Test
    void tokenRisesAndNothingIsViolatedWhenTheParentNodeIsReplaced() throws Exception {
        var sink = tracker.track(S1);
        CuratorLeadership.attach(client, latch, sink);
        latch.start();
        var first = tracker.await(S1, PATIENCE);
        latch.close();
        first.awaitLost(PATIENCE);
        var parent = "/tokenRisesAndNothingIsViolatedWhenTheParentNodeIsReplaced";
        client.delete().forPath(parent);
        try (var next = new LeaderLatch(client, parent, "s2")) {
            var s2 = ServerId.of("s2");
            CuratorLeadership.attach(client, next, tracker.track(s2));
            next.start();
            var second = tracker.await(s2, PATIENCE);

            assertThat(next.getLastPathIsLeader()).endsWith("-0000000000");
            assertThat(second.fencingToken().orElseThrow())
                    .isGreaterThan(first.fencingToken().orElseThrow());
            assertThat(tracker.history().isSafe()).isTrue();
            assertThat(tracker.anomalies()).isEmpty();
        }
    }

    @Test
    void latchThatLeadsAlreadyIsReported() throws Exception {
        latch.start();
        latch.await();

        CuratorLeadership.attach(client, latch, tracker.track(S1));

        assertThat(tracker.await(S1, PATIENCE).fencingToken()).isPresent();
        assertThat(heard()).isEqualTo("acquired");
    }

    @Test
    void silentCloseIsALoss() throws Exception {
        var leadership = attachAndLead();

        latch.close();

        leadership.awaitLost(PATIENCE);
        assertThat(tracker.history()).asString().contains("s1 lost (\"latch closed\")");
    }

    @Test
    void closedClientIsALossAtOnce() throws Exception {
        attachAndLead();

        client.close();

        assertThat(tracker.history()).asString().contains("s1 lost (\"client closed\")");
    }

    @Test
    void whatIsReportedAfterTheEndIsNoLeadership() throws Exception {
        var listener = new LatchLeadershipListener(client, client, latch, tracker.track(S1), ParticipantNames.IDS);
        listener.start();

        client.close();
        listener.isLeader();

        assertThat(heard()).isEmpty();
    }

    @Test
    void nextLatchOfAServerReportsToTheSameSink() throws Exception {
        var sink = tracker.track(S1);
        CuratorLeadership.attach(client, latch, sink);
        latch.start();
        tracker.await(S1, PATIENCE);
        try (var next = new LeaderLatch(client, "/nextLatchOfAServerReportsToTheSameSink", "s1")) {
            CuratorLeadership.attach(client, next, sink);
            latch.close();
            next.start();

            tracker.await(S1, PATIENCE);

            assertThat(heard()).isEqualTo("acquired, lost, acquired");
        }
    }

    @Test
    void lateLossOfTheLatchOfAReplacedClientLeavesTheNextOneLeading() throws Exception {
        var sink = tracker.track(S1);
        CuratorLeadership.attach(client, latch, sink);
        latch.start();
        tracker.await(S1, PATIENCE);
        var busy = new CountDownLatch(1);
        var hold = new CountDownLatch(1);
        client.getData()
                .inBackground((same, event) -> {
                    busy.countDown();
                    hold.await();
                })
                .forPath("/");
        busy.await(); // the old client's event thread is busy with something of the application's

        latch.close();
        try (var next = ZOO_KEEPER.newClient()) {
            next.start();
            var second = new LeaderLatch(next, "/lateLossOfTheLatchOfAReplacedClientLeavesTheNextOneLeading", "s1");
            CuratorLeadership.attach(next, second, sink);
            second.start();
            second.await();
            var leadership = tracker.await(S1, PATIENCE);
            hold.countDown();
            awaitEventThread();

            assertThat(leadership.isHeld()).isTrue();
            assertThat(tracker.leader()).contains(leadership);
            assertThat(tracker.anomalies()).isEmpty();
            second.close();
        }
    }

    /** Waits until the client's event thread has done all that was queued before. */
    private void awaitEventThread() throws Exception {
        var done = new CountDownLatch(1);
        client.getData().inBackground((same, event) -> done.countDown()).forPath("/");
        assertThat(done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void latchOfAClientWithANamespaceIsAttached() throws Exception {
        var namespaced = client.usingNamespace("app");
        var own = new LeaderLatch(namespaced, PARENT, "s1");
        CuratorLeadership.attach(namespaced, own, tracker.track(S1));
        own.start();
        var leadership = tracker.await(S1, PATIENCE);

        client.close();

        assertThat(leadership.awaitLost(PATIENCE).reason()).isEqualTo("client closed");
    }

    @Test
    void silentCloseOfALatchWithANamespaceIsALoss() throws Exception {
        var namespaced = client.usingNamespace("app");
        var own = new LeaderLatch(namespaced, PARENT, "s1");
        CuratorLeadership.attach(namespaced, own, tracker.track(S1));
        own.start();
        var leadership = tracker.await(S1, PATIENCE);

        own.close();

        assertThat(leadership.awaitLost(PATIENCE).reason()).isEqualTo("latch closed");
    }

    @Test
    void clientThatIsNotTheLatchsIsRefusedAndNothingIsAttached() {
        var sink = tracker.track(S1);
        var earlier = new LeadershipReporter(sink);
        earlier.acquired(7);
        try (var other = ZOO_KEEPER.newClient()) {
            assertThatThrownBy(() -> CuratorLeadership.attach(other, latch, sink))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("client: is another one than that of the latch with id \"s1\","
                            + " expected the one that the latch was made with");
        }
        assertThat(tracker.leader()).isPresent();
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
                .filter(event -> event instanceof Acquired || event instanceof Lost)
                .map(event -> event.toString().replaceAll("^\\S+ s1 (acquired|lost).*", "$1"))
                .collect(Collectors.joining(", "));
    }
}
