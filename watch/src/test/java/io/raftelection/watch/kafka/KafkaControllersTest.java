package io.raftelection.watch.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.watch.Access;
import io.raftelection.watch.Member;
import io.raftelection.watch.WatchTarget;
import io.raftelection.watch.jmx.JmxClients;
import io.raftelection.watch.jmx.JmxSettings;
import io.raftelection.watch.jmx.TestAgent;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Translates what controllers say by JMX. The beans are the test's, the JMX agent is the JDK's. */
@Timeout(60)
final class KafkaControllersTest {
    private final RaftMetrics metrics = new RaftMetrics();
    private TestAgent agent;
    private KafkaControllers kafka;

    @BeforeEach
    void open() throws Exception {
        agent = TestAgent.open();
        agent.register("kafka.server:type=raft-metrics", metrics);
        kafka = new KafkaControllers(new JmxClients(
                new JmxSettings(Access.open().tls(), Access.open().user(), Duration.ofSeconds(20))));
    }

    @AfterEach
    void close() throws Exception {
        kafka.close();
        agent.close();
    }

    private LeadershipClaim ask(String name) throws Exception {
        var claims = kafka.ask(new Member(ServerId.of(name), agent.address()));
        assertThat(claims).containsOnlyKeys(WatchTarget.ONLY_GROUP);
        return claims.values().iterator().next().orElseThrow();
    }

    private void started(int node) throws Exception {
        agent.register("kafka.server:type=app-info,id=" + node, new RaftMetrics());
    }

    @Test
    void leaderClaimsItsEpoch() throws Exception {
        metrics.set("leader", 1, 4);
        started(1);

        assertThat(ask("1")).isEqualTo(LeadershipClaim.self(ServerId.of("1"), 4));
    }

    @Test
    void followerNamesItsLeaderAndAProspectiveCandidateNamesNobody() throws Exception {
        metrics.set("follower", 2, 4);
        started(1);
        assertThat(ask("1")).isEqualTo(LeadershipClaim.hearsay(ServerId.of("2"), 4));

        metrics.set("prospective", 2, 4);
        assertThat(ask("1").leader()).isEmpty();
        assertThat(ask("1").term()).hasValue(4);
    }

    @Test
    void epochThatChangesDuringTheRequestIsAskedForAgain() throws Exception {
        started(1);
        metrics.set("leader", 1, 4);
        metrics.thenAfterReads(2, "follower", 2, 5); // state and epoch of the first answer are of different times

        assertThat(ask("1")).isEqualTo(LeadershipClaim.hearsay(ServerId.of("2"), 5));
    }

    @Test
    void serverWithoutANameGetsItsNodeIdOnceItIsKnown() throws Exception {
        metrics.set("follower", 2, 4);
        var unnamed = new Member(ServerId.of(agent.address()), agent.address());

        assertThat(kafka.members(Set.of(unnamed))).containsExactly(unnamed);
        assertThatThrownBy(() -> kafka.ask(unnamed)).hasMessage("the server starts, and does not say its node id yet");
        started(1);

        assertThat(kafka.members(Set.of(unnamed))).containsExactly(new Member(ServerId.of("1"), agent.address()));
        assertThatThrownBy(() -> kafka.ask(unnamed))
                .hasMessage("the server is node 1, by which it is tracked from now on");
    }

    @Test
    void nameThatIsAnotherNodeIdIsRefusedAndOtherNamesAreUsed() throws Exception {
        metrics.set("leader", 1, 4);
        started(1);

        assertThatThrownBy(() -> ask("2")).hasMessage("the server is node 1, expected 2");
        assertThat(ask("controller-a")).isEqualTo(LeadershipClaim.self(ServerId.of("controller-a"), 4));
    }

    @Test
    void jvmWithoutKafkaIsNamed() throws Exception {
        try (var other = TestAgent.open()) {
            assertThatThrownBy(() -> kafka.ask(new Member(ServerId.of("1"), other.address())))
                    .hasMessage("answered InstanceNotFoundException: kafka.server:type=raft-metrics");
        }
    }
}
