package io.raftelection.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
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
        control.elect(S1); // only s1 can win; when this returns, s1 is ready and the others follow it
        client.apply("order 1");
        control.kill(S1); // a crash: s1 hands nothing over

        control.elect(S2);
        control.barrier(); // every running server has applied everything that is committed

        assertThat(control.counts(S2).commands()).isEqualTo(1);
    }
}
// endregion
