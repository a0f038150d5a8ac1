package io.raftelection.microraft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microraft.RaftNode;
import io.raftelection.ServerId;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ConfigurationContract;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The user's configuration of servers. */
final class MicroRaftConfigurationTest extends ConfigurationContract {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    @Override
    protected TestEngine engine(Consumer<ServerId> configured) {
        return MicroRaftEngine.builder()
                .configure((server, config) -> configured.accept(server))
                .build();
    }

    @Test
    void configurationIsThatOfTheUserExceptForWhatTheClusterNeeds() throws Exception {
        var engine = MicroRaftEngine.builder()
                .electionTimeout(Duration.ofSeconds(7))
                .configure((server, config) -> config.setAppendEntriesRequestBatchSize(server.equals(S2) ? 7 : 5)
                        .setTransferSnapshotsFromFollowersEnabled(true))
                .build();
        try (var control = ElectionControl.start(engine, 3)) {
            control.elect(S1);

            var config = control.cluster().unwrap(S2, RaftNode.class).getConfig();
            assertThat(config.getAppendEntriesRequestBatchSize()).isEqualTo(7);
            assertThat(config.getLeaderHeartbeatTimeoutSecs()).isEqualTo(7);
            assertThat(config.isTransferSnapshotsFromFollowersEnabled()).isFalse();
            assertThat(control.cluster().unwrap(S1, RaftNode.class).getConfig().getAppendEntriesRequestBatchSize())
                    .isEqualTo(5);
        }
    }

    @Test
    void electionTimeoutHasBounds() {
        var builder = MicroRaftEngine.builder();

        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("election time-out: PT1S, expected PT2S to PT1M");
        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofSeconds(61)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofMillis(2_500)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("election time-out: PT2.5S, expected whole seconds");
    }
}
