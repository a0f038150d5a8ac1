package io.raftelection.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.junit.RaftCluster;
import io.raftelection.testing.Client;
import io.raftelection.testing.ElectionControl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance.Lifecycle;

// region class
@RaftCluster(engine = TunedNodes.class, servers = 3, lifecycle = Lifecycle.PER_CLASS)
final class CatalogTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S4 = ServerId.of("s4");
    private static final ServerId S5 = ServerId.of("s5");

    @BeforeAll
    static void fill(ElectionControl control, Client client) throws Exception {
        control.elect(S1);
        client.apply("product 1");
    }

    @Test
    void learnerHasTheCatalog(ElectionControl control) throws Exception {
        control.addLearner(S4); // receives all entries, and neither votes nor counts
        control.barrier();

        assertThat(control.counts(S4).commands()).isEqualTo(1);
        control.removeServer(S4);
    }

    @Test
    void serverIsAddedLater(ElectionControl control) throws Exception {
        control.start(S5); // runs outside the configuration
        control.addMember(S5);
        control.barrier();

        assertThat(control.counts(S5).commands()).isEqualTo(1);
        control.removeServer(S5);
    }
}
// endregion
