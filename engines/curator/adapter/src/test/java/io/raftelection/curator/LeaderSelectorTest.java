package io.raftelection.curator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListener;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListenerAdapter;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a selector: its listener's {@code takeLeadership} is the leadership. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway") // null is what some tests are about, and the server is there before all of them
final class LeaderSelectorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SESSION_MILLIS = 3_000;
    private static final String PATH = "/selector";
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    @AutoClose
    private final ZooKeeperFixture zooKeeper = new ZooKeeperFixture();

    /** A user's listener, which leads until it is told to return or interrupted. */
    private static final class Users extends LeaderSelectorListenerAdapter {
        private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();

        @Override
        public void takeLeadership(CuratorFramework client) throws Exception {
            if (orders.take().equals("throw")) {
                throw new IllegalStateException("users'");
            }
        }
    }

    /** One server, and the tracker that tracks only this server. */
    private record Server(CuratorFramework client, LeaderSelector selector, Users users, Tracker tracker) {}

    private Server start(ServerId id) {
        var client = zooKeeper.startedClient();
        var users = new Users();
        var tracker = zooKeeper.tracker(id);
        var selector =
                new LeaderSelector(client, PATH, CuratorLeadership.attach(client, PATH, users, tracker.track(id)));
        selector.setId(id.value());
        selector.start();
        return new Server(client, selector, users, tracker);
    }

    @Test
    void leaderHasATokenAndIsReadyAndTheOtherFollowsIt() throws Exception {
        var s1 = start(S1);
        var leadership = s1.tracker().await(S1, PATIENCE);
        var s2 = start(S2);

        leadership.awaitReady(PATIENCE);
        assertThat(s2.tracker().awaitKnownLeader(PATIENCE).server()).isEqualTo(S1);

        s1.users().orders.add("return");
        leadership.awaitLost(PATIENCE);
        var next = s2.tracker().await(S2, PATIENCE);

        assertThat(next.fencingToken().orElseThrow())
                .isGreaterThan(leadership.fencingToken().orElseThrow());
        assertThat(events(s1)).isEqualTo("s1 acquired, s1 lost (stepped down)");
        assertThat(s2.tracker().anomalies()).isEmpty();
    }

    @Test
    void listenerThatThrowsLosesLeadership() throws Exception {
        var s1 = start(S1);
        var leadership = s1.tracker().await(S1, PATIENCE);

        s1.users().orders.add("throw");

        leadership.awaitLost(PATIENCE);
    }

    @Test
    void interruptedSelectorThatQueuesAgainLeadsAgainWithAHigherToken() throws Exception {
        var s1 = start(S1);
        s1.selector().autoRequeue();
        var leadership = s1.tracker().await(S1, PATIENCE);

        s1.selector().interruptLeadership();
        leadership.awaitLost(PATIENCE);
        var next = s1.tracker().await(S1, PATIENCE);

        assertThat(next.tenure()).isEqualTo(2);
        assertThat(next.fencingToken().orElseThrow())
                .isGreaterThan(leadership.fencingToken().orElseThrow());
        assertThat(s1.tracker().anomalies()).isEmpty();
    }

    @Test
    void interruptedConnectionIsALossIfTheListenerCancelsItsLeadership() throws Exception {
        var s1 = start(S1);
        var leadership = s1.tracker().await(S1, PATIENCE);

        zooKeeper.server().stop();

        assertThat(leadership.awaitLost(PATIENCE).reason()).isEqualTo("connection suspended");
    }

    @Test
    void listenerThatToleratesAnInterruptionLeadsUntilItsSessionEnds() throws Exception {
        var client = CuratorFrameworkFactory.newClient(
                zooKeeper.server().getConnectString(), SESSION_MILLIS, SESSION_MILLIS, new RetryOneTime(100));
        client.start();
        zooKeeper.closing(client);
        var tracker = zooKeeper.tracker(S1);
        var states = new LinkedBlockingQueue<ConnectionState>();
        var held = new LinkedBlockingQueue<Boolean>();
        var users = new LeaderSelectorListener() {
            @Override
            public void takeLeadership(CuratorFramework same) throws InterruptedException {
                states.take();
            }

            @Override
            public void stateChanged(CuratorFramework same, ConnectionState state) {
                if (state == ConnectionState.SUSPENDED) {
                    tracker.leader().ifPresent(leadership -> held.add(leadership.isHeld()));
                }
            }
        };
        var selector =
                new LeaderSelector(client, PATH, CuratorLeadership.attach(client, PATH, users, tracker.track(S1)));
        selector.setId("s1");
        zooKeeper.closing(selector);
        selector.start();
        var leadership = tracker.await(S1, PATIENCE);

        zooKeeper.server().stop();

        assertThat(leadership.awaitLost(PATIENCE).reason()).isEqualTo("connection lost");
        assertThat(held).containsExactly(true);
    }

    @Test
    void closedSelectorLosesLeadershipAndAClosedClientEndsItsView() throws Exception {
        var s1 = start(S1);
        var leader = s1.tracker().await(S1, PATIENCE);
        var s2 = start(S2);
        s2.tracker().awaitKnownLeader(PATIENCE);

        s1.selector().close();
        leader.awaitLost(PATIENCE);
        s2.client().close();

        assertThat(s2.tracker().view(S2)).isEmpty();
    }

    @Test
    void closedClientIsALossAtOnce() throws Exception {
        var s1 = start(S1);
        s1.tracker().await(S1, PATIENCE);

        s1.client().close();

        assertThat(s1.tracker().history()).asString().contains("s1 lost (\"client closed\")");
    }

    @Test
    void usersListenerIsUnwrappedAndItsExceptionsAreItsOwn() {
        var client = zooKeeper.startedClient();
        var users = new Users();
        var attached = CuratorLeadership.attach(
                client, PATH, users, zooKeeper.tracker(S1).track(S1));
        users.orders.add("throw");

        assertThatThrownBy(() -> attached.takeLeadership(client)).hasMessage("users'");
        assertThat(CuratorLeadership.unwrap(attached)).isSameAs(users);
        assertThatThrownBy(() -> CuratorLeadership.unwrap(users))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "listener of " + Users.class.getName() + ": was never attached, expected what attach returned");
    }

    @Test
    void nullIsRefused() {
        var client = zooKeeper.startedClient();
        var sink = zooKeeper.tracker(S1).track(S1);
        var users = new Users();

        assertThatThrownBy(() -> CuratorLeadership.attach(null, PATH, users, sink))
                .hasMessage("client: is null");
        assertThatThrownBy(() -> CuratorLeadership.attach(client, null, users, sink))
                .hasMessage("path: is null");
        assertThatThrownBy(() -> CuratorLeadership.attach(client, PATH, null, sink))
                .hasMessage("listener: is null");
        assertThatThrownBy(() -> CuratorLeadership.attach(client, PATH, users, null))
                .hasMessage("sink: is null");
        assertThatThrownBy(() -> CuratorLeadership.attach(client, PATH, users, sink, null))
                .hasMessage("names: is null");
    }

    private static String events(Server server) {
        return server.tracker().history().events().stream()
                .filter(event -> event instanceof Acquired || event instanceof Lost)
                .map(event -> event.toString().replaceFirst("^\\S+ ", ""))
                .collect(Collectors.joining(", "));
    }
}
