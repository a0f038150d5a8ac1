package io.raftelection.jraft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.core.State;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import io.raftelection.Finding;
import io.raftelection.Finding.Kind;
import io.raftelection.ServerId;
import io.raftelection.Watchdog;
import io.raftelection.jraft.JRaftLeadership;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.NotConvergedException;
import io.raftelection.testing.TimeScale;
import io.raftelection.testing.spi.Patience;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The state machine of s2 blocks. JRaft calls it on the thread that reports leadership, after the entries before. */
@Timeout(120)
final class BusyStateMachineWatchdogTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(30), Duration.ofMillis(5));

    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private ElectionControl control;
    private Watchdog watchdog;

    /** Every wait of the control ends after 3 s. */
    @BeforeEach
    void start() throws Exception {
        System.setProperty(TimeScale.PROPERTY, "0.1");
        try {
            control = ElectionControl.start(
                    JRaftEngine.builder()
                            .stateMachines(server -> server.equals(S2) ? new Blocking() : new Words())
                            .build(),
                    3);
        } finally {
            System.clearProperty(TimeScale.PROPERTY);
        }
        watchdog = Watchdog.of(control.tracker(), Duration.ofMillis(100));
    }

    @AfterEach
    void close() {
        released.countDown();
        watchdog.close();
        control.close();
    }

    /** Blocks when it is to apply a command. */
    private final class Blocking extends StateMachineAdapter {
        @Override
        public void onApply(Iterator entries) {
            blocked.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            while (entries.hasNext()) {
                entries.next();
            }
        }
    }

    private Node node() {
        return control.cluster().unwrap(S2, Node.class);
    }

    private void watch() {
        watchdog.watch(S2, JRaftLeadership.probe(S2, node()));
    }

    private void block() throws InterruptedException {
        control.client().submit(new byte[] {1});
        assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        assertThat(PATIENCE.until(condition))
                .as(
                        "%s; %s; %s",
                        watchdog, watchdog.findings(), control.tracker().history())
                .isTrue();
    }

    private void awaitQuestions(int more) throws InterruptedException {
        long until = watchdog.questions() + more;
        await(() -> watchdog.questions() >= until);
    }

    @Test
    void leaderThatHasAppliedNoEntryOfItsTermIsNoFinding() throws Exception {
        control.elect(S1);
        block();
        watch();
        assertThatThrownBy(() -> control.elect(S2)).isInstanceOf(NotConvergedException.class);
        await(() -> node().getNodeState() == State.STATE_LEADER);
        awaitQuestions(10);
        assertThat(watchdog.findings()).isEmpty();

        released.countDown();
        await(() -> control.tracker()
                .leader()
                .filter(leader -> leader.server().equals(S2))
                .isPresent());
        awaitQuestions(5);

        assertThat(watchdog.findings()).isEmpty();
        assertThat(watchdog.unanswered()).isBetween(1L, watchdog.questions() - 1);
    }

    @Test
    void lossThatWaitsForTheStateMachineIsFound() throws Exception {
        var term = control.elect(S2);
        watch();
        awaitQuestions(3);
        block();
        assertThatThrownBy(term::depose).isInstanceOf(NotConvergedException.class);
        await(() -> watchdog.count(Kind.LOST) == 1);

        released.countDown();
        await(() -> watchdog.count(Kind.LATE) == 1);

        assertThat(watchdog.findings())
                .extracting(finding -> finding.reported().leads())
                .containsExactly(true, true);
        assertThat(watchdog.findings()).extracting(Finding::kind).containsExactly(Kind.LOST, Kind.LATE);
    }
}
