package io.raftelection.testing;

import io.raftelection.ServerId;
import java.io.IOException;
import java.util.Objects;

/**
 * A breakpoint on a command of a {@link Term}, and the action that it triggers:
 * {@code term.when().command(2).appended().depose()}. The last call plans the action, which runs once.
 *
 * <p>When the command reaches the stage, the leader sends nothing more until the action has ended, so the command stays
 * at that stage, and the control's {@link Client} hands over no other command. {@link ElectionControl#elect},
 * {@link ElectionControl#transfer} and {@link ElectionControl#barrier} wait for the end of the action. Leaders batch
 * entries: to stop command n while n−1 proceeds, wait until n−1 is applied before submitting n.
 */
public final class When {
    private final Plans plans;
    private final Term term;

    When(Plans plans, Term term) {
        this.plans = plans;
        this.term = term;
    }

    /**
     * {@return a command}
     *
     * @param number 1 for the first command of the user in this term
     * @throws IllegalArgumentException if it is less than 1
     */
    public Command command(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("command: " + number + ", expected 1 or more");
        }
        return new Command(number);
    }

    /** One command of the term. */
    public final class Command {
        private final long number;

        private Command(long number) {
            this.number = number;
        }

        /**
         * {@return the stage at which the leader has the command and has sent it to no other server} If the leader is
         * deposed then, the command is lost.
         */
        public Then enqueued() {
            return new Then(number, Stage.ENQUEUED);
        }

        /**
         * {@return the stage at which every follower that was connected when this was planned, and still is, has the
         * command in its log, and the leader does not know that} If the leader is deposed then, the next leader commits
         * the command, and its client gets no answer.
         */
        public Then appended() {
            return new Then(number, Stage.APPENDED);
        }

        /**
         * {@return the stage at which the leader has applied the command and has sent nothing since} Every follower
         * that was connected when this was planned, and still is, has the command in its log and may not apply it yet.
         */
        public Then committed() {
            return new Then(number, Stage.COMMITTED);
        }
    }

    /** The action of a breakpoint. A thread of the control runs it. */
    public final class Then {
        private final long number;
        private final Stage stage;

        private Then(long number, Stage stage) {
            this.number = number;
            this.stage = stage;
        }

        /**
         * Deposes the leader.
         *
         * @return the plan
         * @throws IllegalStateException if the command is past that stage, if the term is lost, or if no other server
         *     is connected to the leader, unless the stage is {@code committed}
         */
        public Plan depose() {
            return run(term::depose);
        }

        /**
         * Makes the leader take a snapshot.
         *
         * @return the plan
         * @throws IllegalStateException as {@link #depose}
         * @throws UnsupportedOperationException if the engine does not offer {@link Capability#SNAPSHOT}
         */
        public Plan snapshot() {
            plans.control().cluster().refuseWithout(Capability.SNAPSHOT);
            return run(() -> plans.control().snapshot(term.server()));
        }

        /**
         * Isolates a server.
         *
         * @param server the server
         * @return the plan
         * @throws IllegalStateException as {@link #depose}
         * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ISOLATE}
         * @throws IllegalArgumentException if it is not of this cluster
         */
        public Plan disconnect(ServerId server) {
            plans.control().cluster().refuseWithout(Capability.ISOLATE);
            plans.control().refuseUnknown(server);
            return run(() -> plans.control().disconnect(server));
        }

        /**
         * Carries out any action.
         *
         * @param action the action; {@link Plan#await} reports what it throws as the cause
         * @return the plan
         * @throws IllegalStateException as {@link #depose}
         */
        public Plan run(Action action) {
            Objects.requireNonNull(action, "action: is null");
            return plans.plan(term, number, stage, action);
        }
    }

    /** An action on a cluster. */
    @FunctionalInterface
    public interface Action {
        /**
         * Carries it out.
         *
         * @throws IOException if the engine refuses
         * @throws InterruptedException if the control was closed meanwhile
         */
        void run() throws IOException, InterruptedException;
    }
}
