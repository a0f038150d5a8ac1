package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.testing.Capability;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;

/**
 * Checks for {@link ControlContract} which calls {@link ElectionControl} refuses, with which message, and that a
 * refused call changes nothing.
 */
final class Refusals {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final ServerId S9 = ServerId.of("s9");
    private static final String UNKNOWN = "server s9: not of this cluster, expected one of [s1, s2, s3]";

    private static final Set<Thread.State> WAITING = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private final ElectionControl control;

    /** Checks a cluster of three servers that has no leader. */
    Refusals(ElectionControl control) {
        this.control = control;
    }

    private boolean offers(Capability capability) {
        return control.cluster().notOffered(capability).isEmpty();
    }

    private static void illegal(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static void missing(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(message);
    }

    private static void tooEarly(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessage(message);
    }

    private static void interrupted(ThrowingCallable call) {
        Thread.currentThread().interrupt();
        assertThatThrownBy(call).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).as("still interrupted").isFalse();
    }

    @NullUnmarked
    static void clustersThatCannotBe(TestEngine engine) {
        missing("engine: is null", () -> ElectionControl.start(null, 3));
        missing("servers: is null", () -> ElectionControl.start(engine, (List<ServerId>) null));
        missing(
                "servers: [s1, null], expected no null among them",
                () -> ElectionControl.start(engine, Arrays.asList(S1, null)));
        illegal("servers: -1, expected 1 to 9", () -> ElectionControl.start(engine, -1));
        illegal("servers: 0, expected 1 to 9", () -> ElectionControl.start(engine, 0));
        illegal("servers: 10, expected 1 to 9", () -> ElectionControl.start(engine, 10));
        illegal("servers: [], expected 1 to 9 different ones", () -> ElectionControl.start(engine, List.of()));
        illegal(
                "servers: [s1, s1], expected 1 to 9 different ones",
                () -> ElectionControl.start(engine, List.of(S1, S1)));
        interrupted(() -> ElectionControl.start(engine, 3));
    }

    /** Checks calls that are wrong in every state of the cluster. */
    @NullUnmarked
    void arguments() {
        var null0 = (ServerId) null;
        missing("server: is null", () -> control.elect(null0));
        missing("server: is null", () -> control.kill(null0));
        missing("server: is null", () -> control.counts(null0));
        illegal(UNKNOWN, () -> control.elect(S9));
        illegal(UNKNOWN, () -> control.kill(S9));
        illegal(UNKNOWN, () -> control.counts(S9));
        if (offers(Capability.RESTART)) {
            missing("server: is null", () -> control.restart(null0));
            illegal(UNKNOWN, () -> control.restart(S9));
            illegal("server s1: runs, expected a killed one", () -> control.restart(S1));
        }
        if (offers(Capability.ISOLATE)) {
            missing("server: is null", () -> control.disconnect(null0));
            illegal(UNKNOWN, () -> control.disconnect(S9));
        }
        if (offers(Capability.CUT)) {
            missing("to: is null", () -> control.disconnect(S1, null0));
            missing("from: is null", () -> control.disconnect(null0, S1));
            illegal("server s1: has no link to itself, expected two servers", () -> control.disconnect(S1, S1));
            missing("groups: is null", () -> control.partition(null));
            missing("group: is null", () -> control.partition(Arrays.asList(List.of(S1), null)));
            illegal(UNKNOWN, () -> control.partition(List.of(List.of(S1), List.of(S9))));
            illegal(
                    "server s1: is in two groups of [[s1], [s1]]",
                    () -> control.partition(List.of(List.of(S1), List.of(S1))));
        }
        if (offers(Capability.PAUSE)) {
            missing("server: is null", () -> control.pause(null0));
            missing("server: is null", () -> control.resume(null0));
            illegal(UNKNOWN, () -> control.pause(S9));
        }
        if (offers(Capability.SNAPSHOT)) {
            missing("server: is null", () -> control.snapshot(null0));
            illegal(UNKNOWN, () -> control.snapshot(S9));
        }
        if (offers(Capability.TRANSFER)) {
            missing("server: is null", () -> control.transfer(null0));
            illegal(UNKNOWN, () -> control.transfer(S9));
        }
        if (offers(Capability.MEMBERSHIP)) {
            missing("server: is null", () -> control.addServer(null0));
            missing("server: is null", () -> control.removeServer(null0));
            illegal(UNKNOWN, () -> control.removeServer(S9));
            illegal("server s1: of this cluster already, expected another one", () -> control.addServer(S1));
        }
        if (offers(Capability.COMMANDS)) {
            missing("command: is null", () -> control.client().apply(null));
            missing("command: is null", () -> control.client().submit(null));
        }
    }

    /** Checks calls that need a leader while there is none. */
    void withoutALeader() {
        var message = "cluster: no server leads";
        if (offers(Capability.COMMANDS)) {
            tooEarly(message, control::barrier);
            tooEarly(message, () -> control.client().apply("one"));
            tooEarly(message, () -> control.client().submit(new byte[] {1}));
        }
        if (offers(Capability.TRANSFER)) {
            tooEarly(message, () -> control.transfer(S2));
        }
    }

    @NullUnmarked
    void plans() throws Exception {
        var command = control.elect(S1).when().command(1);
        missing("action: is null", () -> command.committed().run(null));
        illegal(
                "command: 0, expected 1 or more",
                () -> control.term().orElseThrow().when().command(0));
        if (offers(Capability.ISOLATE)) {
            missing("server: is null", () -> command.committed().disconnect(null));
            illegal(UNKNOWN, () -> command.committed().disconnect(S9));
        }
        control.term().orElseThrow().depose();
    }

    /** Checks that calls which may wait do nothing in an interrupted thread. */
    void interruptedThreads() throws Exception {
        var term = control.elect(S1);
        interrupted(() -> control.elect(S2));
        interrupted(term::depose);
        if (offers(Capability.TRANSFER)) {
            interrupted(() -> control.transfer(S2));
        }
        if (offers(Capability.COMMANDS)) {
            var plan = term.when().command(1_000).committed().depose();
            interrupted(plan::await);
            interrupted(control::barrier);
            interrupted(() -> control.client().apply("one"));
        }
        if (offers(Capability.SNAPSHOT)) {
            interrupted(() -> control.snapshot(S1));
        }
        if (offers(Capability.MEMBERSHIP)) {
            interrupted(() -> control.addServer(ServerId.of("s4")));
            interrupted(() -> control.removeServer(S2));
        }
        assertThat(term.isHeld()).isTrue();
        assertThat(control.servers()).containsExactly(S1, S2, S3);
    }

    /** Checks that calls which hardly wait work in an interrupted thread, too. */
    void whatIsDoneInAnInterruptedThread() throws Exception {
        Thread.currentThread().interrupt();
        if (offers(Capability.ISOLATE)) {
            control.disconnect(S2);
            control.heal();
        }
        control.kill(S3);
        assertThat(control.cluster().isRunning(S3)).isFalse();
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        killedServer();
        if (offers(Capability.RESTART)) {
            interrupted(() -> control.restart(S3));
            assertThat(control.cluster().isRunning(S3)).isFalse();
            control.restart(S3);
        }
    }

    /** Checks that s3, which was killed, is refused where it has to run. */
    private void killedServer() {
        var message = "server s3: does not run, expected one of [s1, s2]";
        illegal(message, () -> control.elect(S3));
        illegal(message, () -> control.kill(S3));
    }

    /** Checks that an election which is given up halfway does not disturb the next one. */
    void interruptionWhileItWaits() throws Exception {
        control.kill(S1);
        control.kill(S3); // so that s2 has no majority
        if (offers(Capability.ISOLATE)) {
            control.disconnect(S2); // so that it cannot win either where no majority of servers is needed
        }
        var test = Thread.currentThread();
        var interrupter = new Thread(() -> {
            while (!WAITING.contains(test.getState())) {
                Thread.onSpinWait();
            }
            test.interrupt();
        });
        interrupter.start();
        assertThatThrownBy(() -> control.elect(S2)).isInstanceOf(InterruptedException.class);
        interrupter.join();
        assertThat(Thread.interrupted()).as("still interrupted").isFalse();
        assertThat(control.term()).isEmpty();

        control.heal();
        control.restart(S1);
        control.restart(S3);
        assertThat(control.elect(S2).isHeld()).isTrue();
    }

    void afterTheEnd() {
        Thread.currentThread().interrupt();
        control.close();
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(control.servers()).noneMatch(control.cluster()::isRunning);
        var message = "control: closed";
        tooEarly(message, () -> control.elect(S1));
        tooEarly(message, () -> control.kill(S1));
        tooEarly(message, control::heal);
        if (offers(Capability.RESTART)) {
            tooEarly(message, () -> control.restart(S1));
        }
        assertThat(control.tracker().history().events()).isNotEmpty();
    }
}
