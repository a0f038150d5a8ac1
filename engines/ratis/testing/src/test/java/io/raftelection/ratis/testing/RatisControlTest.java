package io.raftelection.ratis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.junit.jupiter.api.Test;

/** Tests what only Ratis does in a cluster whose elections a test decides. */
final class RatisControlTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");

    /** Twice the longest election timeout. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(4);

    /** Far less than the time for which a restarted server waits for a leader. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private static ElectionControl start(int servers) throws Exception {
        return ElectionControl.start(new RatisEngine(), servers);
    }

    private static void assertNobodyIsElected(ElectionControl control) {
        assertNobodyIsElected(control, LONG_ENOUGH);
    }

    private static void assertNobodyIsElected(ElectionControl control, Duration longEnough) {
        assertThatThrownBy(() -> control.tracker().awaitLeader(longEnough))
                .isInstanceOf(LeadershipTimeoutException.class);
        assertThat(control.cluster().claims()).isEmpty();
    }

    @Test
    void serverThatIsAloneIsElectedOnlyWhenItIsNamed() throws Exception {
        var timeout = Duration.ofMillis(400); // no follower has to answer before it
        var engine = RatisEngine.builder()
                .electionTimeout(Duration.ofMillis(200), timeout)
                .build();
        try (var control = ElectionControl.start(engine, 1)) {
            assertNobodyIsElected(control, timeout.multipliedBy(2));
            control.elect(S1).depose();
            assertNobodyIsElected(control, timeout.multipliedBy(2));
            control.kill(S1);
            control.restart(S1);
            assertNobodyIsElected(control, timeout.multipliedBy(2));
            assertThat(control.elect(S1).isHeld()).isTrue();
        }
    }

    @Test
    void serverThatWasAloneOrWillBeIsElectedOnlyWhenItIsNamed() throws Exception {
        try (var control = start(1)) {
            control.elect(S1);
            control.addServer(S2);
            control.elect(S2);
            control.client().apply("by two");
            control.removeServer(S1);

            control.term().orElseThrow().depose();
            assertNobodyIsElected(control);
            assertThat(control.elect(S2).isHeld()).isTrue();
            control.addServer(S1);
            assertThat(control.elect(S1).isHeld()).isTrue();
        }
    }

    @Test
    void serverIsElectedWithoutWaitingForItsElectionTimeout() throws Exception {
        var longer = ElectionControl.PATIENCE.plusSeconds(10);
        TestEngine slow = RatisEngine.builder()
                .electionTimeout(longer, longer.plusSeconds(1))
                .build();
        try (var control = ElectionControl.start(slow, 3)) {
            control.elect(S1).depose();
            control.elect(S2);
            control.kill(S2);

            assertThat(control.elect(S3).isHeld()).isTrue();
        }
    }

    /** This fails if a candidate that has won interrupts the thread that stores its vote. */
    @Test
    void everyServerHasStoredTheTermThatItIsIn() throws Exception {
        try (var control = start(5)) {
            var cluster = control.cluster();
            for (int round = 0; round < 10; round++) {
                var term = control.elect(control.servers().get(round % 5));

                for (var server : control.servers()) {
                    var stored = cluster.unwrap(server, RaftServer.Division.class)
                            .getRaftStorage()
                            .getMetadataFile()
                            .getMetadata();
                    assertThat(stored.getTerm())
                            .as("of %s", server)
                            .isEqualTo(term.number().orElseThrow());
                }
            }
        }
    }

    @Test
    void restartedServerDoesNotWaitForALeaderThatCannotCome() throws Exception {
        try (var control = start(3)) {
            control.kill(S3);

            assertTimeout(AT_ONCE, () -> control.restart(S3));

            assertThat(control.cluster().status(S3).last()).isNegative();
            assertThat(control.elect(S3).isHeld()).isTrue();
        }
    }

    @Test
    void restartedServerRestoresItsOwnSnapshotAndReplaysWhatCameAfterIt() throws Exception {
        Map<ServerId, DefaultStateMachine> present = new ConcurrentHashMap<>();
        TestEngine tallies = RatisEngine.builder()
                .stateMachines(server -> {
                    var tally = new DefaultStateMachine();
                    present.put(server, tally);
                    return tally;
                })
                .build();
        try (var control = ElectionControl.start(tallies, 3)) {
            control.elect(S1);
            control.client().apply("one");
            control.client().apply("two");
            control.barrier();
            control.snapshot(S2);
            control.snapshot(S2);
            assertThat(control.counts(S2).snapshots()).isEqualTo(1);
            control.client().apply("three");
            control.barrier();
            control.kill(S2);

            control.restart(S2);
            control.barrier();

            assertThat(control.counts(S2).restores()).isEqualTo(1);
            assertThat(control.counts(S2).commands()).isEqualTo(1);
            assertThat(Optional.ofNullable(present.get(S2)).orElseThrow().count())
                    .isEqualTo(3);
            assertThat(control.counts(S3).restores()).isZero();
        }
    }

    @Test
    void stateMachineThatTakesNoSnapshotsIsReported() throws Exception {
        try (var control = ElectionControl.start(
                RatisEngine.builder()
                        .stateMachines(server -> new BaseStateMachine())
                        .build(),
                3)) {
            control.elect(S1);
            assertThatThrownBy(() -> control.snapshot(S1)).isInstanceOf(IOException.class);
            control.client().apply("one");

            assertThatThrownBy(() -> control.snapshot(S1))
                    .isInstanceOf(IOException.class)
                    .hasMessage("server s1: its state machine took no snapshot");
            assertThat(control.counts(S1).snapshots()).isZero();
        }
    }

    @Test
    void divisionOfARunningServerIsGiven() throws Exception {
        try (var control = start(3)) {
            control.elect(S2);
            var cluster = control.cluster();

            assertThat(division(cluster, S2).getInfo().isLeader()).isTrue();
            assertThat(division(cluster, S1).getInfo().getLeaderId())
                    .isEqualTo(division(cluster, S2).getId());
            control.kill(S1);
            assertThatThrownBy(() -> division(cluster, S1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static RaftServer.Division division(TestCluster cluster, ServerId server) {
        return cluster.unwrap(server, RaftServer.Division.class);
    }

    @Test
    void leaderIsNotRemoved() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);

            assertThatThrownBy(() -> control.removeServer(S1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("server s1: leads, expected one that does not");
            assertThatThrownBy(() -> control.addServer(S2))
                    .hasMessage("server s2: of this cluster already, expected another one");
            assertThat(control.servers()).containsExactly(S1, S2, S3);
        }
    }
}
