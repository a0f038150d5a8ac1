package io.raftelection.curator;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent.Members;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.curator.drivers.AdvancedTracerDriver;
import org.apache.curator.drivers.EventTrace;
import org.apache.curator.drivers.OperationTrace;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The views and members of latches, each with a tracker of its own. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway") // null is what some tests are about, and the server is there before all of them
final class CuratorViewTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PATH = "/leader";

    @AutoClose
    private final ZooKeeperFixture zooKeeper = new ZooKeeperFixture();

    /** One server: its client, its latch, and the tracker that tracks only this server. */
    private record Server(CuratorFramework client, LeaderLatch latch, Tracker tracker, ServerId id) {}

    private Server attached(String id, Function<String, ServerId> names) {
        return attached(zooKeeper.startedClient(), id, names);
    }

    private Server attached(CuratorFramework client, String id, Function<String, ServerId> names) {
        var server = ServerId.of(id.isEmpty() ? "nameless" : id);
        var tracker = zooKeeper.tracker(server);
        var latch = new LeaderLatch(client, PATH, id);
        CuratorLeadership.attach(client, latch, tracker.track(server), names);
        return new Server(client, latch, tracker, server);
    }

    private Server started(String id) throws Exception {
        var server = attached(id, ServerId::of);
        server.latch().start();
        return server;
    }

    private Server leader(String id) throws Exception {
        var server = started(id);
        server.latch().await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return server;
    }

    private static void await(Tracker tracker, BooleanSupplier condition) throws Exception {
        var events = new Semaphore(0);
        try (var subscription = tracker.subscribe(event -> events.release())) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime()).as("%s", tracker.history()).isLessThan(end);
                events.tryAcquire(20, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static void awaitKnown(Server server, String leader) throws Exception {
        await(
                server.tracker(),
                () -> server.tracker()
                        .knownLeader()
                        .filter(known -> known.server().value().equals(leader))
                        .isPresent());
    }

    private static void awaitMembers(Server server, String... members) throws Exception {
        await(
                server.tracker(),
                () -> server.tracker()
                        .members()
                        .filter(reported -> reported.voters().stream()
                                .map(ServerId::value)
                                .sorted()
                                .toList()
                                .equals(List.of(members)))
                        .isPresent());
    }

    @Test
    void leaderIsReadyAtOnceAndTheOthersFollowIt() throws Exception {
        var s1 = leader("s1");
        var s2 = started("s2");
        awaitMembers(s1, "s1", "s2"); // the order of the nodes decides who is next
        var s3 = started("s3");

        awaitKnown(s2, "s1");
        awaitKnown(s3, "s1");
        awaitMembers(s1, "s1", "s2", "s3");
        s1.tracker().awaitLeader(PATIENCE).awaitReady(PATIENCE);

        s1.latch().close();

        awaitKnown(s2, "s2");
        awaitKnown(s3, "s2");
        awaitMembers(s3, "s2", "s3");
        assertThat(s1.tracker().knownLeader()).isEmpty();
        assertThat(s3.tracker().anomalies()).isEmpty();
    }

    @Test
    void latchThatIsAttachedBeforeThereIsAnyNodeSeesTheFirstLeader() throws Exception {
        var waiting = attached("s2", ServerId::of);
        await(waiting.tracker(), () -> waiting.tracker().view(waiting.id()).isPresent());
        assertThat(waiting.tracker().knownLeader()).isEmpty();

        leader("s1");

        awaitKnown(waiting, "s1");
    }

    @Test
    void interruptedConnectionIsNoLeaderUntilItIsThereAgain() throws Exception {
        leader("s1");
        var s2 = started("s2");
        awaitKnown(s2, "s1");

        zooKeeper.server().stop();
        await(s2.tracker(), () -> s2.tracker().knownLeader().isEmpty());
        zooKeeper.server().restart();

        await(s2.tracker(), () -> s2.tracker().knownLeader().isPresent());
        assertThat(s2.tracker().anomalies()).isEmpty();
    }

    @Test
    void nodeOfAnEarlierSessionOfTheServerIsNotItsLeader() throws Exception {
        leader("s1");
        var again = started("s1");

        awaitMembers(again, "s1");
        await(again.tracker(), () -> again.tracker().view(again.id()).isPresent());

        assertThat(again.tracker().view(again.id()).orElseThrow().leader()).isEmpty();
        assertThat(again.tracker().anomalies()).isEmpty();
    }

    @Test
    void participantsHaveTheNamesThatTheUserGivesThem() throws Exception {
        leader("s1");
        var s2 = attached("s2", id -> ServerId.of("server " + id));
        s2.latch().start();

        awaitKnown(s2, "server s1");
        awaitMembers(s2, "server s1", "server s2");
    }

    @Test
    void participantThatTheUserGivesNoNameHasItsId() throws Exception {
        leader("s1");
        for (var names : List.<Function<String, ServerId>>of(
                id -> null,
                id -> {
                    throw new IllegalStateException("no name");
                },
                id -> {
                    throw new AssertionError("no name");
                })) {
            var s2 = attached("s2", names);
            s2.latch().start();

            awaitKnown(s2, "s1");
        }
    }

    @Test
    void latchWithoutAnIdHasNoViewAndNoMembers() throws Exception {
        leader("");
        var other = attached("", ServerId::of);
        other.latch().start();

        await(other.tracker(), () -> other.tracker().view(other.id()).isPresent());

        assertThat(other.tracker().knownLeader()).isEmpty();
        assertThat(other.tracker().members()).isEmpty();
    }

    /** Counts what a client asks ZooKeeper. */
    private static final class Requests extends AdvancedTracerDriver {
        private final AtomicInteger lists = new AtomicInteger();
        private final AtomicInteger data = new AtomicInteger();

        @Override
        public void addTrace(OperationTrace trace) {
            if (trace.getName().startsWith("GetChildrenBuilderImpl")) {
                lists.incrementAndGet();
            } else if (trace.getName().startsWith("GetDataBuilderImpl")) {
                data.incrementAndGet();
            }
        }

        @Override
        public void addEvent(EventTrace event) {}
    }

    /** Creates the node of a participant, as a latch does. A latch may create its node again when it connects. */
    private static String participate(CuratorFramework client, String id) throws Exception {
        return client.create()
                .creatingParentsIfNeeded()
                .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                .forPath(PATH + "/latch-", id.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void changeCostsOneReadAndANewParticipantAnotherOne() throws Exception {
        var participants = zooKeeper.client();
        participants.start();
        participate(participants, "s1");
        var observer = attached(
                zooKeeper.client(), "s9", ServerId::of); // its latch is not started, so it reads nothing itself
        observer.client().start();
        awaitKnown(observer, "s1");
        var requests = new Requests();
        observer.client().getZookeeperClient().setTracerDriver(requests);

        var node = participate(participants, "s2");
        awaitMembers(observer, "s1", "s2");
        assertThat(requests.lists).hasValue(1);
        assertThat(requests.data).hasValue(1);

        participants.delete().forPath(node);
        awaitMembers(observer, "s1");
        assertThat(requests.lists).hasValue(2);
        assertThat(requests.data).hasValue(1);
        assertThat(observer.tracker().history().events().stream().filter(Members.class::isInstance))
                .hasSize(3);
    }

    @Test
    void clientThatIsStartedLaterSeesTheLeader() throws Exception {
        leader("s1");
        var other = attached(zooKeeper.client(), "s2", ServerId::of);

        other.client().start();

        assertThat(other.tracker().awaitKnownLeader(PATIENCE).server()).isEqualTo(ServerId.of("s1"));
    }
}
