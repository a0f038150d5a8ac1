package io.raftelection.curator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Finding;
import io.raftelection.Finding.Kind;
import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.Watchdog;
import io.raftelection.spi.LeadershipProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderSelector;
import org.apache.curator.framework.recipes.leader.LeaderSelectorListener;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.test.KillSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The probe of a selector compares it with its reports, of which a test swallows some. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway") // null is what a test is about
final class SelectorWatchdogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final String PATH = "/selector";
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    @AutoClose
    private final ZooKeeperFixture zooKeeper = new ZooKeeperFixture();

    /** Leads until a test lets it return, and takes no notice of interrupts and of the connection. */
    private static final class Stubborn implements LeaderSelectorListener {
        private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();

        @Override
        public void takeLeadership(CuratorFramework client) {
            while (true) {
                try {
                    orders.take();
                    return;
                } catch (InterruptedException e) {
                    // it goes on
                }
            }
        }

        @Override
        public void stateChanged(CuratorFramework client, ConnectionState state) {}
    }

    /** A server that a watchdog of its own watches. */
    private record Server(
            CuratorFramework client,
            Stubborn users,
            LeadershipProbe probe,
            Tracker tracker,
            Watchdog watchdog,
            AtomicBoolean swallows) {

        Leadership leads(ServerId id) throws Exception {
            return tracker.await(id, PATIENCE);
        }

        void await(BooleanSupplier condition) throws Exception {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime())
                        .as("%s: %s; %s", watchdog, watchdog.findings(), tracker.history())
                        .isLessThan(end);
                Thread.sleep(20);
            }
        }

        /** Waits until a difference that is there now has been found. */
        void awaitQuestions() throws Exception {
            long until = watchdog.questions() + 3;
            await(() -> watchdog.questions() >= until);
        }

        void awaitQuestionsWith(Server other) throws Exception {
            long until = other.watchdog.questions() + 3;
            awaitQuestions();
            await(() -> other.watchdog.questions() >= until);
        }

        Finding awaitFinding() throws Exception {
            await(() -> !watchdog.findings().isEmpty());
            return watchdog.findings().get(0);
        }
    }

    private Server start(ServerId id) {
        var client = zooKeeper.startedClient();
        var users = new Stubborn();
        var tracker = zooKeeper.tracker(id);
        var swallows = new AtomicBoolean();
        var sink = SwallowingSink.of(tracker.track(id), swallows);
        var selector = new LeaderSelector(client, PATH, CuratorLeadership.attach(client, PATH, users, sink));
        selector.setId(id.value());
        selector.start();
        zooKeeper.closing(() -> users.orders.add("return"));
        var probe = CuratorLeadership.probe(id, client, PATH, selector);
        var watchdog = zooKeeper.closing(Watchdog.of(tracker, INTERVAL));
        watchdog.watch(id, probe);
        return new Server(client, users, probe, tracker, watchdog, swallows);
    }

    @Test
    void reportsThatArriveAreNoFinding() throws Exception {
        var s1 = start(S1);
        var leadership = s1.leads(S1);
        var s2 = start(S2);
        s1.awaitQuestionsWith(s2);

        s1.users().orders.add("return");
        leadership.awaitLost(PATIENCE);
        s2.leads(S2);
        s1.awaitQuestionsWith(s2);

        assertThat(s1.watchdog().findings()).isEmpty();
        assertThat(s2.watchdog().findings()).isEmpty();
        assertThat(s1.watchdog().unanswered()).isZero();
    }

    @Test
    void lossThatIsSwallowedIsFound() throws Exception {
        var s1 = start(S1);
        s1.leads(S1);
        s1.awaitQuestions();
        s1.swallows().set(true);

        s1.users().orders.add("return");
        var finding = s1.awaitFinding();

        assertThat(finding.kind()).isEqualTo(Kind.LOST);
        assertThat(finding.engine().leads()).isFalse();
        assertThat(finding.reported().leads()).isTrue();
    }

    @Test
    void acquisitionThatIsSwallowedIsFound() throws Exception {
        var s1 = start(S1);
        s1.leads(S1);
        var s2 = start(S2);
        s2.awaitQuestions();
        s2.swallows().set(true);

        s1.users().orders.add("return");
        var finding = s2.awaitFinding();

        assertThat(finding.kind()).isEqualTo(Kind.LOST);
        assertThat(finding.engine().leads()).isTrue();
        assertThat(finding.reported().leads()).isFalse();
    }

    @Test
    void takeLeadershipThatGoesOnAfterItsSessionHasEndedIsNoFinding() throws Exception {
        var s1 = start(S1);
        var leadership = s1.leads(S1);
        s1.awaitQuestions();

        KillSession.kill(s1.client().getZookeeperClient().getZooKeeper());
        leadership.awaitLost(PATIENCE);
        s1.await(() -> s1.client().getZookeeperClient().isConnected());
        s1.awaitQuestions();

        assertThat(s1.probe().poll()).isEmpty();
        assertThat(s1.watchdog().findings()).isEmpty();
    }

    @Test
    void selectorWithoutAConnectionCannotBeAsked() throws Exception {
        var s1 = start(S1);
        s1.leads(S1);
        zooKeeper.server().stop();
        s1.await(() -> !s1.client().getZookeeperClient().isConnected());

        assertThatThrownBy(() -> s1.probe().poll())
                .isInstanceOf(IOException.class)
                .hasMessage("client of server s1: is not connected to ZooKeeper");
    }

    @Test
    void nullIsRefused() {
        var client = zooKeeper.client();
        var selector = new LeaderSelector(client, PATH, new Stubborn());

        assertThatThrownBy(() -> CuratorLeadership.probe(null, client, PATH, selector))
                .hasMessage("id: is null");
        assertThatThrownBy(() -> CuratorLeadership.probe(S1, null, PATH, selector))
                .hasMessage("client: is null");
        assertThatThrownBy(() -> CuratorLeadership.probe(S1, client, null, selector))
                .hasMessage("path: is null");
        assertThatThrownBy(() -> CuratorLeadership.probe(S1, client, PATH, null))
                .hasMessage("selector: is null");
    }
}
