package io.raftelection.testing.contract;

import static io.raftelection.testing.contract.ControlFixture.assertCommands;
import static io.raftelection.testing.contract.ControlFixture.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.testing.Capability;
import io.raftelection.testing.Counts;
import io.raftelection.testing.TestEngine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The part of {@link ControlContract} about commands: breakpoints, clients, and the logs of servers. */
abstract class CommandContract {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final ServerId S4 = ServerId.of("s4");
    private static final ServerId S5 = ServerId.of("s5");

    /** The number of commands of a test that must find a follower which is slower than the others. */
    private static final int SOME = 100;

    final ControlFixture controls = new ControlFixture(this::engine);

    @RegisterExtension
    final NeedsInterceptor needs = new NeedsInterceptor(controls::lacks);

    /** {@return the engine} */
    protected abstract TestEngine engine();

    private static byte[] bytes(String command) {
        return command.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void commandThatWasOnlyEnqueuedIsLostWithTheLeader() throws Exception {
        try (var control = controls.start(3)) {
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
        try (var control = controls.start(3)) {
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
        try (var control = controls.start(3)) {
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
        try (var control = controls.start(5)) {
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
    final void planThatCannotBeIsRefusedAndOneThatCannotBeAnyLongerIsGivenUp() throws Exception {
        try (var control = controls.start(3)) {
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
        try (var control = controls.start(3)) {
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
    final void isolatedFollowerRestoresFromASnapshot() throws Exception {
        try (var control = controls.start(3)) {
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
    @Needs(Capability.COMMANDS)
    final void electionWaitsForThePlanThatDeposesTheLeader() throws Exception {
        try (var control = controls.start(3)) {
            new ActionPromises(control).electWaitsUntilTheLeaderIsDeposed();
        }
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void whatAClientHandsOverDuringAnActionComesAfterIt() throws Exception {
        try (var control = controls.start(3)) {
            new ActionPromises(control).commandsThatWereKeptBackAreAppliedIfTheLeaderStays();
        }
        try (var control = controls.start(3)) {
            new ActionPromises(control).commandThatComesAfterTheLastOneIsInNoLog();
        }
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void whatActionsThrowIsReportedAndTheirSnapshotsAreWaitedFor() throws Exception {
        try (var control = controls.start(3)) {
            var promises = new ActionPromises(control);
            if (promises.offersSnapshots()) {
                promises.barrierWaitsForASnapshot();
                control.term().orElseThrow().depose();
            }
            promises.whateverAnActionThrowsIsTheCauseAtOnceAndTheLeaderGoesOn();
            control.term().orElseThrow().depose();
            promises.closedControlFailsWhoeverWaits();
        }
    }

    @Test
    @Needs(Capability.COMMANDS)
    final void whateverAClientAppliedIsWithWhoeverMayBeNamedNext() throws Exception {
        try (var control = controls.start(3)) {
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
    @Needs({Capability.COMMANDS, Capability.TRANSFER, Capability.ISOLATE})
    final void transferBringsTheLogOfTheNextLeaderUpToDate() throws Exception {
        try (var control = controls.start(3)) {
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
    @Needs(Capability.PAUSE)
    final void pausedServerDoesNothingUntilItIsResumed() throws Exception {
        try (var control = controls.start(3)) {
            control.elect(S1);
            control.pause(S2);
            submit(control, "one");
            assertCommands(control, 0, S2);

            control.resume(S2);
            control.barrier();
            assertCommands(control, 1, S1, S2, S3);
        }
    }
}
