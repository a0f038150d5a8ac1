package io.raftelection.jraft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import io.raftelection.ServerId;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.NotConvergedException;
import io.raftelection.testing.Term;
import io.raftelection.testing.TimeScale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The state machine of s1 blocks. JRaft reports commands and the loss of leadership to it on one thread, so waits for
 * either fail, and the failure shows the state of every server.
 */
@Timeout(120)
final class BlockedStateMachineTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private ElectionControl control;
    private Term term;

    /** Elects s1. Every wait ends after 3 s. */
    @BeforeEach
    void start() throws Exception {
        System.setProperty(TimeScale.PROPERTY, "0.1");
        try {
            control = ElectionControl.start(
                    JRaftEngine.builder()
                            .stateMachines(server -> server.equals(S1) ? new Blocking() : new Words())
                            .build(),
                    3);
        } finally {
            System.clearProperty(TimeScale.PROPERTY);
        }
        term = control.elect(S1);
    }

    @AfterEach
    void close() {
        released.countDown();
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

    @Test
    void failureOfApplyShowsEveryServer() {
        assertShowsEveryServer(
                "command one: not applied within PT3S\n", () -> control.client().apply("one"));
    }

    @Test
    void failureOfDeposeShowsEveryServer() throws Exception {
        block();

        assertShowsEveryServer(notLost(), term::depose);
    }

    @Test
    void failureOfTransferShowsEveryServer() throws Exception {
        block();

        assertShowsEveryServer(notLost(), () -> control.transfer(S2));
    }

    private String notLost() {
        return "server s1: leadership not lost (term " + term.number().orElseThrow() + ") within PT3S\n";
    }

    private void block() throws InterruptedException {
        control.client().submit(new byte[] {1});
        assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void assertShowsEveryServer(String start, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(NotConvergedException.class)
                .hasMessageStartingWith(start + "  s1: ")
                .hasMessageContaining("\n  s2: ")
                .hasMessageContaining("\n  s3: ");
    }
}
