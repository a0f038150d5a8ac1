package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.testing.Capability;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The promises about servers that are no voters: learners, and servers outside the configuration. They are checked on
 * real clusters of an engine. The test of an engine extends this class.
 *
 * <p>If an engine does not offer an operation, the test asserts that it refuses the operation with the reason. No test
 * is skipped.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(600)
public abstract class MembershipContract {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final ServerId S4 = ServerId.of("s4");

    /** Creates it; for JUnit. */
    protected MembershipContract() {}

    /** {@return the engine} */
    protected abstract TestEngine engine();

    /**
     * {@return the longest time after which the engine's servers call an election by themselves when no server leads}
     */
    protected abstract Duration electionTimeout();

    private final ControlFixture fixture = new ControlFixture(this::engine);

    @RegisterExtension
    final NeedsInterceptor needs = new NeedsInterceptor(fixture::lacks);

    private ElectionControl start(int servers) throws Exception {
        return fixture.start(servers);
    }

    private static void assertCommands(ElectionControl control, int commands, ServerId... servers)
            throws InterruptedException {
        control.barrier();
        ControlFixture.assertCommands(control, commands, servers);
    }

    /** Lets only one voter of three run, and asserts that the fourth server neither votes for it nor leads itself. */
    private void assertDoesNotCount(ElectionControl control, ServerId fourth) throws Exception {
        var cluster = control.cluster();
        control.term().orElseThrow().depose();
        control.kill(S1);
        control.kill(S3);
        cluster.allow(Set.of(S2, fourth));
        cluster.campaign(S2);

        assertThatThrownBy(() -> control.tracker().awaitLeader(electionTimeout()))
                .isInstanceOf(LeadershipTimeoutException.class);

        cluster.allow(Set.of());
        control.restart(S1);
        control.restart(S3);
    }

    @Test
    @Needs(Capability.MEMBERSHIP)
    final void serverOutsideTheConfigurationIsAddedAndElected() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            boolean hasCommands = ControlFixture.hasCommands(control);
            if (hasCommands) {
                control.client().apply("one");
            }
            control.start(S4);

            assertThat(control.cluster().voters()).containsExactly(S1, S2, S3);
            assertThat(control.servers()).containsExactly(S1, S2, S3, S4);
            assertThatThrownBy(() -> control.elect(S4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("server s4: is not a member, expected a voter of [s1, s2, s3]");
            control.elect(S2); // does not wait for s4
            control.addMember(S4);
            assertThat(control.cluster().voters()).containsExactly(S1, S2, S3, S4);
            control.elect(S4);
            if (hasCommands) {
                control.client().apply("two");
                assertCommands(control, 2, S1, S2, S3, S4);
            }
            assertThat(control.tracker().anomalies()).isEmpty();
        }
    }

    @Test
    @Needs({Capability.MEMBERSHIP, Capability.COMMANDS})
    final void serverOutsideTheConfigurationDoesNotCount() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            control.start(S4);

            assertDoesNotCount(control, S4);

            control.elect(S2);
        }
    }

    @Test
    @Needs(Capability.MEMBERSHIP)
    final void serverOutsideTheConfigurationIsRestartedAndRemoved() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            control.start(S4);
            control.kill(S4);
            control.restart(S4);
            control.addMember(S4);
            control.elect(S4);
            control.elect(S1);
            control.removeServer(S4);
            control.start(S4);
            control.removeServer(S4);

            assertThat(control.servers()).containsExactly(S1, S2, S3);
            assertThat(control.elect(S2).isHeld()).isTrue();
        }
    }

    @Test
    @Needs(Capability.LEARNERS)
    final void learnerReceivesCommandsAndNeitherVotesNorLeads() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            control.client().apply("one");
            control.addLearner(S4);
            control.client().apply("two");
            assertCommands(control, 2, S4);
            assertThat(control.cluster().voters()).containsExactly(S1, S2, S3);
            assertThat(control.cluster().learners()).containsExactly(S4);
            assertThat(control.cluster().status(S4).leader()).contains(S1);
            assertThatThrownBy(() -> control.elect(S4))
                    .hasMessage("server s4: is a learner, expected a voter of [s1, s2, s3]");

            assertDoesNotCount(control, S4);

            control.elect(S2);
            control.client().apply("three");
            assertCommands(control, 3, S4);
        }
    }

    @Test
    @Needs(Capability.LEARNERS)
    final void learnerIsALearnerAfterARestart() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            control.addLearner(S4);
            control.client().apply("one");
            control.kill(S4);
            control.client().apply("two");
            control.restart(S4);
            assertCommands(control, 2, S4);

            assertDoesNotCount(control, S4);
        }
    }

    @Test
    @Needs(Capability.LEARNERS)
    final void learnerBecomesAVoterThatCounts() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            control.addLearner(S4);
            control.client().apply("one");
            control.addMember(S4);
            assertThat(control.cluster().voters()).containsExactly(S1, S2, S3, S4);
            assertThat(control.cluster().learners()).isEmpty();

            control.kill(S2); // s4 is needed for a majority of four
            control.client().apply("two");
            control.elect(S4);
            control.client().apply("three");
            assertCommands(control, 3, S1, S3, S4);
            control.elect(S1);
            control.client().apply("four");
            assertCommands(control, 4, S4);
        }
    }

    @Test
    @Needs(Capability.LEARNERS)
    final void learnerIsRemovedAndAddedAgain() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            control.addLearner(S4);
            control.removeServer(S4);
            assertThat(control.servers()).containsExactly(S1, S2, S3);
            control.client().apply("one");
            control.elect(S2);
            control.addLearner(S4);
            control.client().apply("two");
            assertCommands(control, 2, S4);
        }
    }

    @Test
    @Needs({Capability.MEMBERSHIP, Capability.LEARNERS})
    final void singleServerStaysTheOnlyVoterUntilAnotherIsAdded() throws Exception {
        try (var control = start(1)) {
            control.elect(S1).depose();
            assertThatThrownBy(() -> control.tracker().awaitLeader(electionTimeout()))
                    .isInstanceOf(LeadershipTimeoutException.class);
            control.elect(S1);
            control.addLearner(S2);
            control.start(S3);
            control.client().apply("one");
            assertCommands(control, 1, S1, S2);
            control.kill(S2); // neither of them is needed for a majority of one
            control.kill(S3);
            control.client().apply("two");
            control.restart(S2);
            control.addMember(S2);
            control.elect(S2);
            assertCommands(control, 2, S1, S2);
        }
    }

    @Test
    @Needs(Capability.MEMBERSHIP)
    final void membershipThatMakesNoSenseIsRefusedAndChangesNothing() throws Exception {
        try (var control = start(3)) {
            assertThatThrownBy(() -> control.addServer(S4)).hasMessage("cluster: no server leads");
            assertThat(control.servers()).containsExactly(S1, S2, S3);
            control.start(S4);
            assertThatThrownBy(() -> control.addMember(S4)).hasMessage("cluster: no server leads");
            control.elect(S1);

            assertThatThrownBy(() -> control.start(S4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("server s4: of this cluster already, expected another one");
            assertThatThrownBy(() -> control.addMember(S2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("server s2: is a voter already, expected another one");
            assertThatThrownBy(() -> control.addMember(ServerId.of("s9")))
                    .hasMessage("server s9: not of this cluster, expected one of [s1, s2, s3, s4]");
            control.kill(S4);
            assertThatThrownBy(() -> control.addMember(S4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("server s4: does not run, expected one of [s1, s2, s3]");
            if (control.cluster().notOffered(Capability.LEARNERS).isEmpty()) {
                assertThatThrownBy(() -> control.addLearner(S2))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("server s2: of this cluster already, expected another one");
            }
            assertThat(control.cluster().voters()).containsExactly(S1, S2, S3);
            assertThat(control.cluster().learners()).isEmpty();
        }
    }
}
