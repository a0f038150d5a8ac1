package io.raftelection.testing;

import io.raftelection.Leadership;
import io.raftelection.ServerId;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * A leadership that a test decided on, as {@link ElectionControl#elect} returns it. Only the server that the test
 * elects next can lead after it. Safe for use by many threads.
 */
public final class Term {
    private final ElectionControl control;
    private final Leadership leadership;
    private final Plans plans;
    private final CommandProgress progress;

    /** Creates the term of a leader that has applied all entries of earlier terms. */
    Term(ElectionControl control, Leadership leadership, Plans plans, CommandProgress progress) {
        this.control = control;
        this.leadership = leadership;
        this.plans = plans;
        this.progress = progress;
    }

    /** {@return the server that leads it} */
    public ServerId server() {
        return leadership.server();
    }

    /** {@return its number, where the engine has one} */
    public OptionalLong number() {
        return leadership.term();
    }

    /** {@return the leadership, as it was reported to the tracker} */
    public Leadership leadership() {
        return leadership;
    }

    /** {@return whether the leadership is still held} */
    public boolean isHeld() {
        return leadership.isHeld();
    }

    CommandProgress progress() {
        return progress;
    }

    /**
     * Makes the leader give up leadership, and waits until it has. The cluster then has no leader. Does nothing if
     * leadership is already lost.
     *
     * @throws NotConvergedException if it takes too long
     * @throws IOException if the engine refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public void depose() throws IOException, InterruptedException {
        control.depose(leadership);
        progress.deposed();
    }

    /**
     * {@return breakpoints on the commands of this term}
     *
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#COMMANDS}
     */
    public When when() {
        control.cluster().refuseWithout(Capability.COMMANDS);
        return new When(plans, this);
    }

    /** {@return as in {@code s1 (term 4)}} */
    @Override
    public String toString() {
        return server() + (number().isPresent() ? " (term " + number().getAsLong() + ")" : "");
    }
}
