package io.raftelection.testing;

import io.raftelection.ServerId;
import java.io.IOException;
import java.util.Objects;

/**
 * What is to be done in a {@link Term} when one of its commands gets somewhere:
 * {@code term.when().command(2).appended().depose()}. It is planned with the last call, for once.
 *
 * <p>When the moment has come, the leader sends nothing more until it is done, so that the command gets no further, and
 * the control's {@link Client} hands it no further one. {@link ElectionControl#elect}, {@link ElectionControl#transfer}
 * and {@link ElectionControl#barrier} wait until it is done. A leader sends what it has in one message: a command that
 * has to get further than one after it must be applied first.
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

        /** {@return when the leader has it, and no other server was sent it} If the leader is deposed, it is lost. */
        public Then enqueued() {
            return new Then(number, Stage.ENQUEUED);
        }

        /**
         * {@return when every follower that was connected when this was planned, and still is, has it in its log, and
         * the leader does not know of it} If the leader is deposed, the next one commits it, though its client was told
         * nothing.
         */
        public Then appended() {
            return new Then(number, Stage.APPENDED);
        }

        /**
         * {@return when the leader has applied it and has sent nothing since: every follower that was connected when
         * this was planned, and still is, has it in its log, and does not know that it may apply it}
         */
        public Then committed() {
            return new Then(number, Stage.COMMITTED);
        }
    }

    /** What is done then, on a thread of the control. */
    public final class Then {
        private final long number;
        private final Stage moment;

        private Then(long number, Stage moment) {
            this.number = number;
            this.moment = moment;
        }

        /**
         * Deposes the leader.
         *
         * @return the plan
         * @throws IllegalStateException if the command is past that moment, if the term is lost, or, unless it is
         *     {@code committed}, if no other server is connected to the leader
         */
        public Plan depose() {
            return run(term::depose);
        }

        /**
         * Has the leader take a snapshot.
         *
         * @return the plan
         * @throws IllegalStateException as {@link #depose}
         * @throws UnsupportedOperationException if the engine does not offer {@link Capability#SNAPSHOT}
         */
        public Plan snapshot() {
            plans.control().refuseWithout(Capability.SNAPSHOT);
            return run(() -> plans.control().snapshot(term.server()));
        }

        /**
         * Cuts a server off from all others.
         *
         * @param server which one
         * @return the plan
         * @throws IllegalStateException as {@link #depose}
         * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ISOLATE}
         * @throws IllegalArgumentException if it is not of this cluster
         */
        public Plan disconnect(ServerId server) {
            plans.control().refuseWithout(Capability.ISOLATE);
            plans.control().refuseUnknown(server);
            return run(() -> plans.control().disconnect(server));
        }

        /**
         * Does anything.
         *
         * @param action what; whatever it throws, {@link Plan#await} tells as the cause
         * @return the plan
         * @throws IllegalStateException as {@link #depose}
         */
        public Plan run(Action action) {
            Objects.requireNonNull(action, "action: is null");
            return plans.plan(term, number, moment, action);
        }
    }

    /** Something that is done to a cluster. */
    @FunctionalInterface
    public interface Action {
        /**
         * Does it.
         *
         * @throws IOException if the engine refuses
         * @throws InterruptedException if the control was closed meanwhile
         */
        void run() throws IOException, InterruptedException;
    }
}
