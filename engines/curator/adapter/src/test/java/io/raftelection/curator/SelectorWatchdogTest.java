package io.raftelection.curator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Finding.Kind;
import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.testing.contract.WatchedReports;
import io.raftelection.testing.spi.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
            CuratorFramework client, Stubborn users, LeadershipProbe probe, Tracker tracker, WatchedReports reports) {

        Leadership leads(ServerId id) throws Exception {
            return tracker.await(id, PATIENCE);
        }

        void awaitConnected(boolean connected) throws Exception {
            assertThat(new Patience(PATIENCE, Duration.ofMillis(20))
                            .until(() -> client.getZookeeperClient().isConnected() == connected))
                    .isTrue();
        }
    }

    private Server start(ServerId id) {
        var client = zooKeeper.startedClient();
        var users = new Stubborn();
        var tracker = zooKeeper.tracker(id);
        var reports = zooKeeper.closing(new WatchedReports(tracker, id));
        var selector = new LeaderSelector(client, PATH, CuratorLeadership.attach(client, PATH, users, reports.sink()));
        selector.setId(id.value());
        selector.start();
        zooKeeper.closing(() -> users.orders.add("return"));
        var probe = CuratorLeadership.probe(id, client, PATH, selector);
        reports.watch(probe);
        return new Server(client, users, probe, tracker, reports);
    }

    @Test
    void reportsThatArriveAreNoFinding() throws Exception {
        var s1 = start(S1);
        var leadership = s1.leads(S1);
        var s2 = start(S2);
        s1.reports().awaitQuestions(s2.reports());

        s1.users().orders.add("return");
        leadership.awaitLost(PATIENCE);
        s2.leads(S2);
        s1.reports().awaitQuestions(s2.reports());

        assertThat(s1.reports().watchdog().findings()).isEmpty();
        assertThat(s2.reports().watchdog().findings()).isEmpty();
        assertThat(s1.reports().watchdog().unanswered()).isZero();
    }

    @Test
    void lossThatIsSwallowedIsFound() throws Exception {
        var s1 = start(S1);
        s1.leads(S1);
        s1.reports().awaitQuestions();
        s1.reports().swallow();

        s1.users().orders.add("return");
        var finding = s1.reports().awaitFinding();

        assertThat(finding.kind()).isEqualTo(Kind.LOST);
        assertThat(finding.engine().leads()).isFalse();
        assertThat(finding.reported().leads()).isTrue();
    }

    @Test
    void acquisitionThatIsSwallowedIsFound() throws Exception {
        var s1 = start(S1);
        s1.leads(S1);
        var s2 = start(S2);
        s2.reports().awaitQuestions();
        s2.reports().swallow();

        s1.users().orders.add("return");
        var finding = s2.reports().awaitFinding();

        assertThat(finding.kind()).isEqualTo(Kind.LOST);
        assertThat(finding.engine().leads()).isTrue();
        assertThat(finding.reported().leads()).isFalse();
    }

    @Test
    void takeLeadershipThatGoesOnAfterItsSessionHasEndedIsNoFinding() throws Exception {
        var s1 = start(S1);
        var leadership = s1.leads(S1);
        s1.reports().awaitQuestions();

        KillSession.kill(s1.client().getZookeeperClient().getZooKeeper());
        leadership.awaitLost(PATIENCE);
        s1.awaitConnected(true);
        s1.reports().awaitQuestions();

        assertThat(s1.probe().poll()).isEmpty();
        assertThat(s1.reports().watchdog().findings()).isEmpty();
    }

    @Test
    void selectorWithoutAConnectionCannotBeAsked() throws Exception {
        var s1 = start(S1);
        s1.leads(S1);
        zooKeeper.server().stop();
        s1.awaitConnected(false);

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
