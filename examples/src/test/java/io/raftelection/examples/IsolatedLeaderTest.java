package io.raftelection.examples;

import static io.raftelection.testing.assertions.ElectionAssertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.jraft.testing.JRaftEngine;
import io.raftelection.junit.RaftCluster;
import io.raftelection.testing.ElectionControl;
import org.junit.jupiter.api.Test;

/** The assertions of the testing guide. */
@RaftCluster(engine = JRaftEngine.class, servers = 3)
final class IsolatedLeaderTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    // region assertions
    @Test
    void leaderThatIsIsolatedIsReplaced(ElectionControl control, Tracker tracker) throws Exception {
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
