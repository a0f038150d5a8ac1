package io.raftelection.examples;

import static io.raftelection.testing.assertions.ElectionAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.jraft.testing.JRaftEngine;
import io.raftelection.junit.RaftCluster;
import io.raftelection.testing.Client;
import io.raftelection.testing.ElectionControl;
import org.junit.jupiter.api.Test;

// region after
@RaftCluster(engine = JRaftEngine.class, servers = 3)
final class OrdersTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    @Test
    void orderSurvivesTheLossOfItsLeader(ElectionControl control, Client client) throws Exception {
        control.elect(S1); // it leads, may serve, and the others follow it
        client.apply("order 1");
        control.kill(S1); // a crash: it hands nothing over

        control.elect(S2); // and nobody else could have won
        control.barrier(); // all that is committed is applied

        assertThat(control.counts(S2).commands()).isEqualTo(1);
    }
    // endregion

    // region assertions
    @Test
    void leaderThatIsCutOffIsReplaced(ElectionControl control, Tracker tracker) throws Exception {
        var old = control.elect(S1).leadership();
        control.disconnect(S1);

        var next = control.elect(S2);
        old.awaitLost(ElectionControl.PATIENCE);

        assertThat(old).wasLost();
        assertThat(tracker).hasLeader(S2).inTerm(next.number().orElseThrow());
        assertThat(tracker.history()).isSafe().hasElected(S1, S2);
    }
    // endregion
}
