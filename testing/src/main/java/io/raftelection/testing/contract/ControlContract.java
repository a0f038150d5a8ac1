package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.Capability;
import io.raftelection.testing.Counts;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestCluster.Claim;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.UncontrolledElectionException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
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
public abstract class ControlContract {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final ServerId S4 = ServerId.of("s4");
    private static final ServerId S5 = ServerId.of("s5");

    /** The rounds of the long sequence of elections. Default: 3. */
    private static final int ROUNDS = Integer.getInteger("raftelection.rounds", 3);

    private static final int SIDE_BY_SIDE = 3;

    /** The number of commands of a test that must find a follower which is slower than the others. */
    private static final int SOME = 100;

    /** Creates it; for JUnit. */
    protected ControlContract() {}

    /** {@return the engine} */
    protected abstract TestEngine engine();

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

    @RegisterExtension
    final NeedsInterceptor needs = new NeedsInterceptor(this::lacks);

    private ElectionControl start(int servers) throws Exception {
        return ElectionControl.start(engine(), servers);
    }

    private boolean lacks(Capability capability) throws Exception {
        var reason = notOffered(capability);
        if (reason.isPresent()) {
            try (var control = start(3)) {
                assertThatThrownBy(() -> use(control, capability))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessage(capability.words() + ": " + reason.get());
            }
        }
        return reason.isPresent();
    }

    /** Creates a cluster only to ask it, and never starts it. */
    private Optional<String> notOffered(Capability capability) {
        try (var tracker = Tracker.lenient("needs");
                var cluster = new TestCluster(engine(), List.of(S1), tracker::track)) {
            return cluster.notOffered(capability);
        }
    }

    private static void use(ElectionControl control, Capability capability) throws Exception {
        switch (capability) {
            case COMMANDS -> control.barrier();
            case SNAPSHOT -> control.snapshot(S1);
            case ISOLATE -> control.disconnect(S1);
            case CUT -> control.disconnect(S1, S2);
            case TRANSFER -> control.transfer(S2);
            case PAUSE -> control.pause(S2);
            case MEMBERSHIP -> control.addServer(ServerId.of("another"));
            case LEARNERS -> control.addLearner(ServerId.of("another"));
            case RESTART -> control.restart(S1);
            case ELECT -> control.elect(S1);
            case STEP_DOWN, TERMS -> throw new IllegalArgumentException(capability + ": is no operation of a control");
        }
    }

    private static boolean hasCommands(ElectionControl control) {
        return control.cluster().notOffered(Capability.COMMANDS).isEmpty();
    }

    private static void submit(ElectionControl control, String command) throws Exception {
        control.client().apply(command);
    }

    private static byte[] bytes(String command) {
        return command.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertCommands(ElectionControl control, int commands, ServerId... servers) {
        for (var server : servers) {
            assertThat(control.counts(server).commands())
                    .as("commands of %s", server)
                    .isEqualTo(commands);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    final void everyServerIsElectedWhenItIsNamed(int servers) throws Exception {
        try (var control = start(servers)) {
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

    @Test
    final void nobodyIsElectedWhoIsNotNamed() throws Exception {
        try (var control = start(3)) {
            assertNobodyIsElected(control);
            control.elect(S1).depose();
            assertNobodyIsElected(control);
            control.elect(S2);
            control.kill(S2);
            assertNobodyIsElected(control);
            assertThat(control.term()).isEmpty();
            assertThat(control.elect(S3).server()).isEqualTo(S3);
        }
    }

    private void assertNobodyIsElected(ElectionControl control) {
        var longEnough = electionTimeout().multipliedBy(2);
        assertThatThrownBy(() -> control.tracker().awaitLeader(longEnough))
                .isInstanceOf(LeadershipTimeoutException.class);
        assertThat(control.cluster().claims()).isEmpty();
    }

    @Test
    final void electionThatNobodyNamedIsTold() throws Exception {
        var control = start(3);
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
        try (var control = start(3)) {
            for (int round = 0; round < ROUNDS; round++) {
                control.elect(S1).depose();
                control.elect(S2);
                control.kill(S2);
                control.elect(S3);
                control.restart(S2);
                if (hasCommands(control)) {
                    submit(control, "one a round");
                    control.barrier();
                    assertCommands(control, round + 1, S1, S3);
                    assertThat(control.counts(S2).commands()).isBetween(1L, round + 1L);
                }
            }
            assertThat(control.tracker().anomalies()).isEmpty();
        }
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void commandThatWasOnlyEnqueuedIsLostWithTheLeader() throws Exception {
        try (var control = start(3)) {
            var term = control.elect(S1);
            submit(control, "one");
            control.barrier();
            var plan = term.when().command(2).enqueued().depose();

            var second = control.client().submit(bytes("two")).toCompletableFuture();
            plan.await();

            assertThat(term.isHeld()).isFalse();
            control.elect(S2);
            submit(control, "three");
            control.barrier();
            assertCommands(control, 2, S1, S2, S3);
            assertThat(second.isDone() && !second.isCompletedExceptionally())
                    .as("reported as applied")
                    .isFalse();
        }
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void commandThatWasAppendedIsCommittedByTheNextLeader() throws Exception {
        try (var control = start(3)) {
            var term = control.elect(S1);
            submit(control, "one");
            control.barrier();
            var plan = term.when().command(2).appended().depose();

            control.client().submit(bytes("two"));
            plan.await();

            assertCommands(control, 1, S1, S2, S3);
            control.elect(S2);
            control.barrier();
            assertCommands(control, 2, S1, S2, S3);
        }
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void commandThatWasCommittedIsKept() throws Exception {
        try (var control = start(3)) {
            var term = control.elect(S1);
            var plan = term.when().command(1).committed().depose();

            control.client().submit(bytes("one"));
            plan.await();

            assertCommands(control, 1, S1);
            control.elect(S2);
            control.barrier();
            assertCommands(control, 1, S1, S2, S3);
        }
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void commandIsCommittedWhenAllWhoAreConnectedHaveIt() throws Exception {
        try (var control = start(5)) {
            var term = control.elect(S1);
            control.kill(S5);
            var haveIt = new ArrayList<Boolean>();
            var first = term.when().command(1).committed().run(() -> control.kill(S4));
            var second = term.when()
                    .command(2)
                    .committed()
                    .run(() -> Stream.of(S2, S3)
                            .map(control.cluster()::status)
                            .forEach(status -> haveIt.add(status.last()
                                    >= control.cluster().status(S1).committed())));

            submit(control, "one");
            submit(control, "two");
            first.await();
            second.await();
            control.barrier();

            assertThat(haveIt).containsExactly(true, true);
            assertThat(term.isHeld()).isTrue();
            assertCommands(control, 2, S1, S2, S3);
        }
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void whateverAClientAppliedIsWithWhoeverMayBeNamedNext() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            for (int command = 1; command <= SOME; command++) {
                submit(control, "command " + command);
                long last = control.cluster().status(S1).last();
                assertThat(List.of(S2, S3))
                        .as("after command %s, of %s", command, last)
                        .extracting(control.cluster()::status)
                        .allMatch(status -> status.last() >= last);
            }
            control.kill(S1);
            control.elect(S2);
            control.barrier();
            assertCommands(control, SOME, S2, S3);
        }
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void planThatCannotBeIsRefusedAndOneThatCannotBeAnyLongerIsGivenUp() throws Exception {
        try (var control = start(3)) {
            var term = control.elect(S1);
            submit(control, "one");
            assertThatThrownBy(() -> term.when().command(0)).hasMessage("command: 0, expected 1 or more");
            assertThatThrownBy(() -> term.when().command(1).committed().depose())
                    .hasMessage("command 1 of s1: too late, 1 command of this term is on the way already");
            assertThatThrownBy(() -> term.when().command(1).appended().depose())
                    .hasMessage("command 1 of s1: too late, 1 command of this term is on the way already");
            var plan = term.when().command(2).appended().depose();

            term.depose();

            assertThatThrownBy(plan::await)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(term + " was lost before");
            assertThatThrownBy(() -> term.when().command(2).appended().depose())
                    .hasMessage(plan + ": it is lost already");
        }
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void leaderGoesOnAfterActionsThatLeaveItInPlace() throws Exception {
        try (var control = start(3)) {
            var term = control.elect(S1);
            var seen = new ArrayList<Counts>();
            term.when().command(1).enqueued().run(() -> seen.add(control.counts(S1)));
            term.when().command(2).appended().run(() -> seen.add(control.counts(S1)));
            term.when().command(3).committed().run(() -> seen.add(control.counts(S1)));

            submit(control, "one");
            submit(control, "two");
            submit(control, "three");
            control.barrier();

            assertThat(seen).extracting(Counts::commands).containsExactly(0L, 1L, 3L);
            assertThat(term.isHeld()).isTrue();
            assertCommands(control, 3, S1, S2, S3);
        }
    }

    @Test
    @Needs(Capability.SNAPSHOT)
    final void followerThatIsCutOffRestoresFromASnapshot() throws Exception {
        try (var control = start(3)) {
            var term = control.elect(S1);
            submit(control, "one");
            control.barrier();
            control.disconnect(S3);
            var plan = term.when().command(3).committed().snapshot();
            submit(control, "two");
            submit(control, "three");
            plan.await();
            assertThat(control.counts(S1).snapshots()).isEqualTo(1);

            control.heal();
            submit(control, "four");
            control.barrier();

            assertThat(control.counts(S3).restores()).isEqualTo(1);
            assertThat(control.counts(S3).commands()).isLessThan(4);
            assertThat(control.counts(S2).restores()).isZero();
            assertCommands(control, 4, S1, S2);
        }
    }

    @Test
    @Needs(Capability.ISOLATE)
    final void majorityElectsWhileTheOldLeaderIsCutOff() throws Exception {
        try (var control = start(3)) {
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
        try (var control = start(5)) {
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
        try (var control = start(3)) {
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
        try (var control = start(3)) {
            var old = control.elect(S1);
            var next = control.transfer(S3);

            assertThat(next.server()).isEqualTo(S3);
            assertThat(old.isHeld()).isFalse();
            assertThatThrownBy(() -> control.transfer(S3)).hasMessage("server s3: leads already (" + next + ")");
        }
    }

    @Test
    @Needs(Capability.PAUSE)
    final void pausedServerDoesNothingUntilItIsResumed() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            control.pause(S2);
            submit(control, "one");
            assertCommands(control, 0, S2);

            control.resume(S2);
            control.barrier();
            assertCommands(control, 1, S1, S2, S3);
        }
    }

    @Test
    @Needs(Capability.MEMBERSHIP)
    final void serverIsAddedElectedAndRemoved() throws Exception {
        var s4 = ServerId.of("s4");
        try (var control = start(3)) {
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
    final void serversOutsideTheClusterAreRefused() throws Exception {
        try (var control = start(3)) {
            var unknown = ServerId.of("s9");
            var message = "server s9: not of this cluster, expected one of [s1, s2, s3]";
            assertThatThrownBy(() -> control.elect(unknown)).hasMessage(message);
            assertThatThrownBy(() -> control.kill(unknown)).hasMessage(message);
            assertThatThrownBy(() -> control.counts(unknown)).hasMessage(message);
            control.kill(S3);
            assertThatThrownBy(() -> control.elect(S3)).hasMessage("server s3: does not run, expected one of [s1, s2]");
            assertThat(control.elect(S2).isHeld()).isTrue();
        }
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void electionWaitsForThePlanThatDeposesTheLeader() throws Exception {
        try (var control = start(3)) {
            new ActionPromises(control).electWaitsUntilTheLeaderIsDeposed();
        }
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void whatAClientHandsOverDuringAnActionComesAfterIt() throws Exception {
        try (var control = start(3)) {
            new ActionPromises(control).commandsThatWereKeptBackAreAppliedIfTheLeaderStays();
        }
        try (var control = start(3)) {
            new ActionPromises(control).commandThatComesAfterTheLastOneIsInNoLog();
        }
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void whatActionsThrowIsToldAndTheirSnapshotsAreWaitedFor() throws Exception {
        try (var control = start(3)) {
            var promises = new ActionPromises(control);
            if (promises.offersSnapshots()) {
                promises.barrierWaitsForASnapshot();
                control.term().orElseThrow().depose();
            }
            promises.whateverAnActionThrowsIsTheCauseAtOnceAndTheLeaderGoesOn();
            control.term().orElseThrow().depose();
            promises.whoeverWaitsIsToldThatTheControlIsClosed();
        }
    }

    @Test
    @Needs({Capability.COMMANDS, Capability.TRANSFER, Capability.ISOLATE})
    final void transferBringsTheLogOfTheNextLeaderUpToDate() throws Exception {
        try (var control = start(3)) {
            control.elect(S1);
            control.disconnect(S2);
            for (int each = 0; each < 50; each++) {
                submit(control, "while s2 is isolated");
            }
            control.heal();

            assertThat(control.transfer(S2).isHeld()).isTrue();

            control.barrier();
            assertCommands(control, 50, S1, S2, S3);
        }
    }

    @Test
    final void whatMakesNoSenseIsRefusedAndChangesNothing() throws Exception {
        Refusals.clustersThatCannotBe(engine());
        try (var control = start(3)) {
            var refusals = new Refusals(control);
            refusals.arguments();
            refusals.withoutALeader();
            assertThat(control.tracker().history().events()).isEmpty();
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
        start(3).close(); // now the engine has everything that it keeps for the whole JVM
        var before = Footprint.now();
        try (var control = start(3)) {
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
