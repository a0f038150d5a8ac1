package io.raftelection.testing;

import io.raftelection.ServerId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Something that is done when the n-th command of a term has come to a moment. From then on until it is done, the
 * leader sends nothing, so that the command stays where it is. Guarded by the {@link Replication} it is in.
 */
final class Trigger {
    private enum State {
        WAITING,
        FIRED,
        DONE
    }

    private final long number;
    private final Moment moment;
    private final Set<ServerId> lacking;
    private final Consumer<Trigger> fired;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private State state = State.WAITING;
    private long index = Long.MAX_VALUE;

    /** Who is told that it fired only hands over to another thread. */
    Trigger(long number, Moment moment, Set<ServerId> followers, Consumer<Trigger> fired) {
        this.number = number;
        this.moment = moment;
        this.lacking = new HashSet<>(followers);
        this.fired = fired;
    }

    long number() {
        return number;
    }

    Moment moment() {
        return moment;
    }

    /** Completes when it is done, or cannot be any longer. */
    CompletableFuture<Void> done() {
        return done;
    }

    boolean holdsLeader() {
        return state == State.FIRED;
    }

    void enqueued(long count, long atIndex) {
        if (count == number) {
            index = atIndex;
            if (moment == Moment.ENQUEUED) {
                fire();
            }
        }
    }

    /** Whether the leader may hear of it. */
    boolean appended(ServerId follower, long matched) {
        if (moment != Moment.APPENDED || matched < index || state == State.DONE) {
            return true;
        }
        lacking.remove(follower);
        if (lacking.isEmpty()) {
            fire();
        }
        return false;
    }

    void applied(long count) {
        if (moment == Moment.COMMITTED && count == number) {
            fire();
        }
    }

    private void fire() {
        if (state == State.WAITING) {
            state = State.FIRED;
            fired.accept(this);
        }
    }

    void end() {
        state = State.DONE;
    }

    /** {@return whether it had not fired yet, and never will} */
    boolean giveUp() {
        boolean waited = state == State.WAITING;
        if (waited) {
            state = State.DONE;
        }
        return waited;
    }
}
