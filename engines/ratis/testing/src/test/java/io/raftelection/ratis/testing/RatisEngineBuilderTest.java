package io.raftelection.ratis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestCluster;
import java.time.Duration;
import java.util.List;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.LeaderElection;
import org.apache.ratis.util.TimeDuration;
import org.junit.jupiter.api.Test;

/** Tests the settings of a user, and that a refusal names the value and what was allowed. */
final class RatisEngineBuilderTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    @Test
    void electionTimeoutHasBounds() {
        var builder = RatisEngine.builder();

        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofMillis(49), Duration.ofMillis(100)))
                .hasMessage("election time-out: PT0.049S to PT0.1S, expected PT0.05S to PT1M,"
                        + " the second longer than the first");
        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofMillis(100), Duration.ofMillis(100)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofMillis(100), Duration.ofSeconds(61)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsRestartedBeforeTheStart() {
        try (var tracker = Tracker.lenient("ratis");
                var cluster = new TestCluster(new RatisEngine(), List.of(S1), tracker::track)) {
            assertThatThrownBy(() -> cluster.restart(S1)).hasMessage("cluster: not started");
        }
    }

    @Test
    void propertiesAreThoseOfTheUserServerByServer() throws Exception {
        var engine = RatisEngine.builder()
                .configure((server, properties) -> {
                    RaftServerConfigKeys.Log.Appender.setBufferElementLimit(properties, server.equals(S2) ? 7 : 5);
                    LeaderElection.setLeaderStepDownWaitTime(properties, TimeDuration.ONE_SECOND);
                    RaftServerConfigKeys.setStorageDir(properties, List.of());
                })
                .build();
        try (var control = ElectionControl.start(engine, 2)) {
            control.elect(S1);

            assertThat(limit(control, S1)).isEqualTo(5);
            assertThat(limit(control, S2)).isEqualTo(7);
            assertThat(LeaderElection.leaderStepDownWaitTime(properties(control, S1)))
                    .isEqualTo(TimeDuration.ONE_SECOND);
        }
    }

    private static int limit(ElectionControl control, ServerId server) {
        return RaftServerConfigKeys.Log.Appender.bufferElementLimit(properties(control, server));
    }

    private static RaftProperties properties(ElectionControl control, ServerId server) {
        return control.cluster().unwrap(server, RaftServer.class).getProperties();
    }

    @Test
    void engineKeepsTheSettingsThatItWasBuiltWith() throws Exception {
        var builder = RatisEngine.builder();
        var engine = builder.build();
        builder.stateMachines(server -> {
            throw new IllegalStateException("set too late");
        });

        try (var control = ElectionControl.start(engine, 1)) {
            assertThat(control.elect(S1).isHeld()).isTrue();
        }
    }
}
