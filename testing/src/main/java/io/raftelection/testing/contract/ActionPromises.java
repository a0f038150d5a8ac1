package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.testing.Capability;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.When.Action;
import io.raftelection.testing.spi.Patience;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The promises of {@link ElectionControl} while the action of a plan is under way, for {@link ControlContract}. */
final class ActionPromises {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final byte[] COMMAND = {'c'};
    private static final Patience PATIENCE = new Patience(ElectionControl.PATIENCE, Duration.ofMillis(1));

    private final ElectionControl control;
    private volatile boolean calls;

    /** Checks a cluster of three servers that takes commands and has no leader. */
    ActionPromises(ElectionControl control) {
        this.control = control;
    }

    /** Returns an action that does not end before the calling thread waits in the next method that it calls. */
    private Action whenIWait(Action action) {
        var test = Thread.currentThread();
        return () -> {
            PATIENCE.until(() -> calls && test.getState() == Thread.State.TIMED_WAITING);
            calls = false;
            action.run();
        };
    }

    /** The command may not have arrived yet when the test names the next leader. */
    void electWaitsUntilTheLeaderIsDeposed() throws Exception {
        var first = control.elect(S1);
        var enqueued = first.when().command(1).enqueued().run(whenIWait(first::depose));
        control.client().submit(COMMAND);
        calls = true;
        var second = control.elect(S2);
        assertThat(enqueued.done().toCompletableFuture()).isDone();

        var appended = second.when().command(1).appended().run(whenIWait(second::depose));
        control.client().submit(COMMAND);
        calls = true;
        var third = control.elect(S2);
        assertThat(appended.done().toCompletableFuture()).isCompleted();
        assertThat(second.isHeld()).isFalse();

        third.when().command(1).committed().run(whenIWait(third::depose));
        control.client().submit(COMMAND);
        calls = true;
        var fourth = control.elect(S3);

        fourth.when().command(1).enqueued().depose();
        control.client().submit(COMMAND);
        var fifth = control.elect(S3);

        assertThat(fourth.isHeld()).isFalse();
        assertThat(fifth.isHeld()).isTrue();
        assertThat(control.tracker().anomalies()).isEmpty();
    }

    void whateverAnActionThrowsIsTheCauseAtOnceAndTheLeaderGoesOn() throws Exception {
        var term = control.elect(S1);
        var plan = term.when().command(1).committed().run(() -> {
            throw new StackOverflowError("thrown by an action, as the test wants it");
        });

        control.client().apply("one");

        assertThatThrownBy(plan::await)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(plan + ": java.lang.StackOverflowError: thrown by an action, as the test wants it")
                .hasCauseInstanceOf(StackOverflowError.class);
        control.client().apply("two");
        assertThat(term.isHeld()).isTrue();
    }

    /** A client holds its later commands back, and they are refused in the end. */
    void commandThatComesAfterTheLastOneIsInNoLog() throws Exception {
        var term = control.elect(S1);
        var plan = term.when().command(1).committed().run(whenIWait(term::depose));
        control.client().apply("one");
        calls = true;

        var second = control.client().submit(COMMAND).toCompletableFuture();
        assertThatThrownBy(() -> control.client().apply("three"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cluster: no server leads");

        plan.await();
        assertThatThrownBy(() -> second.get(PATIENCE.limit().toMillis(), TimeUnit.MILLISECONDS))
                .hasRootCauseMessage("cluster: no server leads");
        control.elect(S1);
        control.client().apply("four");
        control.barrier();
        for (var server : control.servers()) {
            assertThat(control.counts(server).commands()).as("of %s", server).isEqualTo(2);
        }
    }

    /** The commands are applied in the order in which they were handed over. */
    void commandsThatWereKeptBackAreAppliedIfTheLeaderStays() throws Exception {
        var term = control.elect(S1);
        var plan = term.when().command(1).committed().run(whenIWait(() -> {}));
        control.client().apply("one");
        calls = true;

        var second = control.client().submit(COMMAND).toCompletableFuture();
        control.client().apply("three");

        assertThat(second).isCompleted();
        assertThat(plan.done().toCompletableFuture()).isCompleted();
        assertThat(control.counts(S1).commands()).isEqualTo(3);
        assertThat(term.isHeld()).isTrue();
    }

    void barrierWaitsForASnapshot() throws Exception {
        var term = control.elect(S1);
        term.when().command(1).committed().run(whenIWait(() -> control.snapshot(S1)));
        control.client().apply("one");
        calls = true;

        control.barrier();

        assertThat(control.counts(S1).snapshots()).isEqualTo(1);
    }

    boolean offersSnapshots() {
        return control.cluster().notOffered(Capability.SNAPSHOT).isEmpty();
    }

    /** Another thread closes the control while the plan is under way. */
    void closedControlFailsWhoeverWaits() throws Exception {
        var term = control.elect(S1);
        var plan = term.when().command(1).committed().run(whenIWait(() -> {
            var closer = new Thread(control::close);
            closer.start();
            closer.join(); // until the close interrupts it
        }));
        control.client().apply("one");
        calls = true;

        assertThatThrownBy(control::barrier)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("control: closed");

        assertThatThrownBy(plan::await).hasMessage(plan + ": java.lang.IllegalStateException: control is closed");
        assertThatThrownBy(() -> control.elect(S2)).hasMessage("control: closed");
        assertThatThrownBy(control::barrier).hasMessage("control: closed");
        assertThatThrownBy(() -> control.transfer(S2)).hasMessage("control: closed");
        assertThatThrownBy(() -> control.kill(S2)).hasMessage("control: closed");
        assertThatThrownBy(() -> control.client().apply("two")).hasMessage("control: closed");
        assertThat(control.counts(S1).commands()).isPositive();
    }
}
