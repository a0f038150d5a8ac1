package io.raftelection.jgroups.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ConfigurationContract;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jgroups.JChannel;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.election.BaseElection;
import org.junit.jupiter.api.Test;

/** What the user sets on the channels of servers. */
final class JGroupsRaftConfigurationTest extends ConfigurationContract {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    @Override
    protected TestEngine engine(Consumer<ServerId> configured) {
        return JGroupsRaftEngine.builder()
                .configure((server, channel) -> configured.accept(server))
                .build();
    }

    private static RAFT raft(JChannel channel) {
        return channel.getProtocolStack().findProtocol(RAFT.class);
    }

    @Test
    void protocolsAreThoseOfTheUserExceptForWhatTheClusterNeeds() throws Exception {
        var engine = JGroupsRaftEngine.builder()
                .electionTimeout(Duration.ofMillis(700))
                .configure((server, channel) -> {
                    raft(channel).resendInterval(server.equals(S2) ? 70 : 50);
                    raft(channel)
                            .raftId("somebody")
                            .members(List.of("somebody"))
                            .log(null);
                    channel.name("somebody");
                })
                .build();
        try (var control = ElectionControl.start(engine, 3)) {
            control.elect(S1);
            control.client().apply("one");
            control.barrier();

            assertThat(control.counts(S2).commands()).isEqualTo(1);
            var channel = control.cluster().unwrap(S2, JChannel.class);
            assertThat(raft(channel).resendInterval()).isEqualTo(70);
            assertThat(raft(control.cluster().unwrap(S1, JChannel.class)).resendInterval())
                    .isEqualTo(50);
            BaseElection election = channel.getProtocolStack().findProtocol(BaseElection.class);
            assertThat(election.voteTimeout()).isEqualTo(700);
        }
    }

    @Test
    void stackWithoutAProtocolThatTheClusterNeedsIsRefused() {
        var engine = JGroupsRaftEngine.builder()
                .configure((server, channel) -> {
                    var unused = channel.getProtocolStack().removeProtocol(MessageGate.class);
                })
                .build();

        assertThatThrownBy(() -> ElectionControl.start(engine, 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("server s1: not configured: its stack [")
                .hasMessageEndingWith("] lacks the cluster's MessageGate");
    }

    @Test
    void electionTimeoutHasBounds() {
        var builder = JGroupsRaftEngine.builder();

        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofMillis(49)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("election time-out: PT0.049S, expected PT0.05S to PT1M");
        assertThatThrownBy(() -> builder.electionTimeout(Duration.ofSeconds(61)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
