package io.raftelection.curator.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ConfigurationContract;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.junit.jupiter.api.Test;

/** What the user sets on the clients and the latches of servers. */
final class CuratorConfigurationTest extends ConfigurationContract {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    @Override
    protected TestEngine engine(Consumer<ServerId> configured) {
        return CuratorEngine.builder()
                .configure((server, client) -> configured.accept(server))
                .build();
    }

    private static CuratorFramework client(ElectionControl control, ServerId server) {
        return control.cluster().unwrap(server, CuratorFramework.class);
    }

    @Test
    void clientsAreThoseOfTheUserExceptForWhatTheClusterNeeds() throws Exception {
        var latches = new ConcurrentHashMap<ServerId, LeaderLatch>();
        var engine = CuratorEngine.builder()
                .electionTimeout(Duration.ofSeconds(20))
                .configure((server, client) -> client.connectionTimeoutMs(server.equals(S2) ? 1_700 : 1_500)
                        .namespace("elsewhere")
                        .connectString("127.0.0.1:1"))
                .latches(latches::put)
                .build();
        try (var control = ElectionControl.start(engine, 3)) {
            control.elect(S1);
            control.elect(S2);

            assertThat(client(control, S2).getZookeeperClient().getConnectionTimeoutMs())
                    .isEqualTo(1_700);
            assertThat(client(control, S1).getZookeeperClient().getConnectionTimeoutMs())
                    .isEqualTo(1_500);
            assertThat(client(control, S2).getZookeeperClient().getZooKeeper().getSessionTimeout())
                    .isEqualTo(20_000);
            assertThat(control.cluster().unwrap(S2, LeaderLatch.class)).isSameAs(latches.get(S2));
        }
    }

    @Test
    void electionTimeoutHasBounds() {
        var builder = CuratorEngine.builder();

        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("election time-out: PT0.999S, expected PT1S to PT1M");
        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofSeconds(61)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
