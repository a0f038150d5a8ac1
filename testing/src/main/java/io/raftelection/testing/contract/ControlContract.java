package io.raftelection.testing.contract;

import static io.raftelection.testing.contract.ControlFixture.assertCommands;
import static io.raftelection.testing.contract.ControlFixture.hasCommands;
import static io.raftelection.testing.contract.ControlFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.testing.Capability;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.TestCluster.Claim;
import io.raftelection.testing.UncontrolledElectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promises of {@link ElectionControl}, checked on real clusters of an engine. The test of an engine extends it and
 * creates the engine, with a state machine that can be restored from a snapshot, if the engine has state machines.
 *
 * <p>If an engine does not offer an operation, the test asserts that it refuses the operation with the reason. No test
 * is skipped.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(600)
public abstract class ControlContract extends CauseContract {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");

    /** The rounds of the long sequence of elections. Default: 3. */
    private static final int ROUNDS = Integer.getInteger("raftelection.rounds", 3);

    private static final int SIDE_BY_SIDE = 3;

    /** Creates it; for JUnit. */
    protected ControlContract() {}

    /**
     * {@return the longest time after which the engine's servers call an election by themselves when no server leads}
     */
    protected abstract Duration electionTimeout();

    /**
     * {@return whether a thread belongs to the engine as a whole, and to no cluster} The default is {@code false} for
     * every thread.
     *
     * @param thread a thread that is alive after its cluster was closed
     */
    protected boolean outlivesClusters(Thread thread) {
        return false;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    final void everyServerIsElectedWhenItIsNamed(int servers) throws Exception {
        try (var control = controls.start(servers)) {
            for (var server : control.servers()) {
                var term = control.elect(server);

                assertThat(term.server()).isEqualTo(server);
                assertThat(term.isHeld()).isTrue();
                assertThat(control.term()).contains(term);
                assertThat(control.cluster().claims()).containsExactly(new Claim(server, term.number()));
                assertThat(control.servers())
                        .extracting(control.cluster()::status)
                        .extracting(ServerStatus::leader)
                        .containsOnly(Optional.of(server));
                assertThatThrownBy(() -> control.elect(server))
                        .hasMessage("server " + server + ": leads already (" + term + ")");
            }
            assertThat(control.tracker().anomalies()).isEmpty();
            assertThat(control.tracker().history().safety().isSafe()).isTrue();
        }
    }

    /** Waits once for three clusters: a new one, one whose leader was deposed, and one whose leader was killed. */
    @Test
    final void nobodyIsElectedWhoIsNotNamed() throws Exception {
        try (var fresh = controls.start(3);
                var deposed = controls.start(3);
                var killed = controls.start(3)) {
            deposed.elect(S1).depose();
            killed.elect(S2);
            killed.kill(S2);
            var clusters = List.of(fresh, deposed, killed);
            var acquisitions =
                    clusters.stream().map(ControlContract::acquisitions).toList();

            assertThatThrownBy(
                            () -> fresh.tracker().awaitLeader(electionTimeout().multipliedBy(2)))
                    .isInstanceOf(LeadershipTimeoutException.class);

            assertThat(clusters).extracting(ControlContract::acquisitions).isEqualTo(acquisitions);
            for (var control : clusters) {
                assertThat(control.cluster().claims()).isEmpty();
                assertThat(control.term()).isEmpty();
                assertThat(control.elect(S3).server()).isEqualTo(S3);
            }
        }
    }

    private static List<LeadershipEvent> acquisitions(ElectionControl control) {
        return control.tracker().history().events().stream()
                .filter(Acquired.class::isInstance)
                .toList();
    }

    @Test
    final void electionThatNobodyNamedIsReported() throws Exception {
        var control = controls.start(3);
        control.elect(S1).depose();

        control.cluster().allow(Set.of(S2)); // a hole in the gate
        control.cluster().campaign(S2);
        control.tracker().await(S2, ElectionControl.PATIENCE);

        assertThatThrownBy(control::close)
                .isInstanceOf(UncontrolledElectionException.class)
                .hasMessageStartingWith("server s2: was elected")
                .hasMessageEndingWith(", allowed was nobody");
    }

    @Test
    final void storyIsTheSameEveryTime() throws Exception {
        try (var control = controls.start(3)) {
            for (int round = 0; round < ROUNDS; round++) {
                control.elect(S1).depose();
                control.elect(S2);
                control.kill(S2);
                control.elect(S3);
                control.restart(S2);
                if (hasCommands(control)) {
                    submit(control, "one per round");
                    control.barrier();
                    assertCommands(control, round + 1, S1, S3);
                    assertThat(control.counts(S2).commands()).isBetween(1L, round + 1L);
                }
            }
            assertThat(control.tracker().anomalies()).isEmpty();
        }
    }

    @Test
    @Needs(Capability.ISOLATE)
    final void majorityElectsWhileTheOldLeaderIsIsolated() throws Exception {
        try (var control = controls.start(3)) {
            var old = control.elect(S1);
            control.disconnect(S1);
            var next = control.elect(S2);
            old.leadership().awaitLost(ElectionControl.PATIENCE);
            assertThat(next.isHeld()).isTrue();

            control.heal();
            control.elect(S1);
            assertThat(control.tracker().history().safety().isSafe()).isTrue();
        }
    }

    @Test
    @Needs(Capability.CUT)
    final void partitionIsOfGroups() throws Exception {
        try (var control = controls.start(5)) {
            var old = control.elect(S1);
            assertThatThrownBy(() -> control.partition(List.of(List.of(S1), List.of(S1, S2))))
                    .hasMessage("server s1: is in two groups of [[s1], [s1, s2]]");
            control.partition(List.of(List.of(S1, S2)));
            old.leadership().awaitLost(ElectionControl.PATIENCE);
            var next = control.elect(S3);
            assertThat(control.cluster().status(S2).leader()).isNotEqualTo(Optional.of(S3));

            control.heal();
            control.elect(S2);
            assertThat(next.isHeld()).isFalse();
        }
    }

    @Test
    @Needs(Capability.CUT)
    final void leaderThatNobodyHearsLosesAndOneThatHearsNobodyToo() throws Exception {
        try (var control = controls.start(3)) {
            var first = control.elect(S1);
            control.disconnect(S1, S2);
            control.disconnect(S1, S3);
            first.leadership().awaitLost(ElectionControl.PATIENCE);
            control.heal();
            var second = control.elect(S2);
            control.disconnect(S1, S2);
            control.disconnect(S3, S2);
            second.leadership().awaitLost(ElectionControl.PATIENCE);
            control.heal();
            control.elect(S1);
        }
    }

    @Test
    @Needs(Capability.TRANSFER)
    final void leadershipIsHandedOver() throws Exception {
        try (var control = controls.start(3)) {
            var old = control.elect(S1);
            var next = control.transfer(S3);

            assertThat(next.server()).isEqualTo(S3);
            assertThat(old.isHeld()).isFalse();
            assertThatThrownBy(() -> control.transfer(S3)).hasMessage("server s3: leads already (" + next + ")");
        }
    }

    @Test
    @Needs(Capability.MEMBERSHIP)
    final void serverIsAddedElectedAndRemoved() throws Exception {
        var s4 = ServerId.of("s4");
        try (var control = controls.start(3)) {
            control.elect(S1);
            boolean hasCommands = hasCommands(control);
            if (hasCommands) {
                submit(control, "one");
            }
            control.addServer(s4);
            control.elect(s4);
            if (hasCommands) {
                control.barrier();
                assertCommands(control, 1, s4);
            }
            assertThatThrownBy(() -> control.removeServer(s4)).isInstanceOf(IllegalArgumentException.class);

            control.removeServer(S1);
            assertThat(control.servers()).containsExactly(S2, S3, s4);
            control.elect(S2);
        }
    }

    @Test
    final void whatMakesNoSenseIsRefusedAndChangesNothing() throws Exception {
        Refusals.clustersThatCannotBe(engine());
        try (var control = controls.start(3)) {
            var refusals = new Refusals(control);
            refusals.arguments();
            refusals.withoutALeader();
            assertThat(control.tracker().history().events())
                    .filteredOn(event -> event instanceof Acquired)
                    .isEmpty();
            if (hasCommands(control)) {
                refusals.plans();
            }
            refusals.interruptedThreads();
            refusals.whatIsDoneInAnInterruptedThread();
            if (control.cluster().notOffered(Capability.RESTART).isEmpty()) {
                refusals.interruptionWhileItWaits();
            }
            refusals.afterTheEnd();
        }
    }

    @Test
    final void clustersLiveSideBySide() throws Exception {
        var threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            var stories = new ArrayList<Callable<Void>>();
            for (int each = 0; each < SIDE_BY_SIDE; each++) {
                stories.add(() -> {
                    everyServerIsElectedWhenItIsNamed(3);
                    return null;
                });
            }
            for (var story : threads.invokeAll(stories)) {
                story.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    final void nothingIsLeftAfterClose() throws Exception {
        controls.start(3).close(); // now the engine has everything that it keeps for the whole JVM
        var before = Footprint.now();
        try (var control = controls.start(3)) {
            var term = control.elect(S1);
            if (hasCommands(control)) {
                var plan = term.when().command(1).committed().run(() -> {});
                submit(control, "one");
                plan.await();
            }
        }
        assertThat(Footprint.awaitThreadsEnd(before, ElectionControl.PATIENCE, this::outlivesClusters))
                .isEmpty();
        var after = Footprint.now();
        assertThat(after.socketsSince(before)).isEmpty();
        assertThat(after.filesSince(before)).isEmpty();
    }
}
