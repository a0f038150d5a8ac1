package io.raftelection.testing;

import io.raftelection.ServerId;
import java.util.Collection;
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
    private final int minority;
    private final Set<ServerId> lacking;
    private final Set<ServerId> passed = new HashSet<>();
    private final Consumer<Trigger> fired;
    private final CompletableFuture<Void> done;
    private State state = State.WAITING;
    private long index = Long.MAX_VALUE;

    /**
     * Waits for a command.
     *
     * @param number which one of the term
     * @param moment what has to become of it
     * @param followers who has to have it then
     * @param minority how many followers, with the leader, are one too few for a majority
     * @param done completed by whoever does it
     * @param fired only hands over to another thread
     */
    Trigger(
            long number,
            Moment moment,
            Set<ServerId> followers,
            int minority,
            CompletableFuture<Void> done,
            Consumer<Trigger> fired) {
        this.number = number;
        this.moment = moment;
        this.minority = minority;
        this.lacking = new HashSet<>(followers);
        this.done = done;
        this.fired = fired;
    }

    long number() {
        return number;
    }

    /** Completes when it is done, or cannot be any longer. */
    CompletableFuture<Void> done() {
        return done;
    }

    boolean isWaiting() {
        return state == State.WAITING;
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

    /**
     * Whether the leader may hear of it: not if that is what is waited for; nor before all have it, or it could be
     * committed while one of them lacks it, which then nobody would vote for.
     */
    boolean appended(ServerId follower, long matched) {
        if (moment == Moment.ENQUEUED || matched < index || state == State.DONE) {
            return true;
        }
        lacking.remove(follower);
        fireIfAllHaveIt();
        return moment == Moment.COMMITTED && (lacking.isEmpty() || passesAsOneOfAMinority(follower));
    }

    private boolean passesAsOneOfAMinority(ServerId follower) {
        return passed.contains(follower) || (passed.size() < minority && passed.add(follower));
    }

    void retain(Collection<ServerId> followers) {
        lacking.retainAll(followers);
        if (index != Long.MAX_VALUE) {
            fireIfAllHaveIt();
        }
    }

    private void fireIfAllHaveIt() {
        if (moment == Moment.APPENDED && lacking.isEmpty()) {
            fire();
        }
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
