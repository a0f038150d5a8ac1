package io.raftelection.testing;

import io.raftelection.ServerId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * A command breakpoint: an action that is carried out when the n-th command of a term has reached a stage. Immutable:
 * each event returns a {@link Step} and changes nothing.
 *
 * <pre>
 *          sent(command)   acknowledged(f, at or past the command)          applied(command)   ended
 * WAITING  note its index  f has it; APPENDED fires when all have it        COMMITTED fires    DONE
 *          ENQUEUED fires  passes: ENQUEUED yes, APPENDED no, COMMITTED *
 * HIT      -               as above                                         -                  DONE
 * DONE     -               passes                                           -                  DONE
 * </pre>
 *
 * <p>* A breakpoint on {@code COMMITTED} holds acknowledgements back until every follower has the entry; otherwise the
 * entry could be committed on a majority, and a follower without it could no longer be elected. The acknowledgements of
 * a minority pass before that, because a leader without any acknowledgement would step down.
 *
 * <p>While a breakpoint is HIT, the leader sends nothing, so that the command stays where it is.
 *
 * @param command the number of the command in its term, from 1
 * @param stage the stage that the command must reach
 * @param minority the number of followers that, with the leader, are one too few for a majority
 * @param state whether it was hit
 * @param index the command's index in the log; {@link Long#MAX_VALUE} until it is known
 * @param lacking the followers that do not have the command yet
 * @param passed the followers whose acknowledgements passed before all had it
 */
record Breakpoint(
        long command, Stage stage, int minority, State state, long index, Set<ServerId> lacking, Set<ServerId> passed) {
    private static final long UNKNOWN = Long.MAX_VALUE;

    enum State {
        WAITING,
        HIT,
        DONE
    }

    /**
     * The result of an event.
     *
     * @param next the breakpoint from now on
     * @param passes whether the message arrives
     */
    record Step(Breakpoint next, boolean passes) {}

    Breakpoint {
        lacking = Set.copyOf(lacking);
        passed = Set.copyOf(passed);
    }

    static Breakpoint of(long command, Stage stage, Collection<ServerId> followers, int minority) {
        return new Breakpoint(command, stage, minority, State.WAITING, UNKNOWN, Set.copyOf(followers), Set.of());
    }

    /** The leader sends its {@code count}-th command, for the first time. */
    Breakpoint sent(long count, long atIndex) {
        if (count != command) {
            return this;
        }
        var known = new Breakpoint(command, stage, minority, state, atIndex, lacking, passed);
        return stage == Stage.ENQUEUED ? known.hit() : known;
    }

    /** A follower acknowledges its log up to an index. */
    Step acknowledged(ServerId follower, long matched) {
        if (stage == Stage.ENQUEUED || matched < index || state == State.DONE) {
            return new Step(this, true);
        }
        var known = without(follower);
        if (stage == Stage.APPENDED) {
            return new Step(known.hitIfAllHaveIt(), false);
        }
        if (known.lacking.isEmpty() || passed.contains(follower)) {
            return new Step(known, true);
        }
        return passed.size() < minority ? new Step(known.letPass(follower), true) : new Step(known, false);
    }

    private Breakpoint without(ServerId follower) {
        var left = new TreeSet<>(lacking);
        left.remove(follower);
        return new Breakpoint(command, stage, minority, state, index, left, passed);
    }

    private Breakpoint letPass(ServerId follower) {
        var more = new TreeSet<>(passed);
        more.add(follower);
        return new Breakpoint(command, stage, minority, state, index, lacking, more);
    }

    /** The leader can reach only these followers from now on. The breakpoint waits for no other. */
    Breakpoint retain(Collection<ServerId> followers) {
        var left = new TreeSet<>(lacking);
        left.retainAll(followers);
        var known = new Breakpoint(command, stage, minority, state, index, left, passed);
        return index == UNKNOWN ? known : known.hitIfAllHaveIt();
    }

    /** The leader has applied its {@code count}-th command. */
    Breakpoint applied(long count) {
        return stage == Stage.COMMITTED && count == command ? hit() : this;
    }

    /** The action was carried out, or was given up. */
    Breakpoint ended() {
        return new Breakpoint(command, stage, minority, State.DONE, index, lacking, passed);
    }

    private Breakpoint hitIfAllHaveIt() {
        return stage == Stage.APPENDED && lacking.isEmpty() ? hit() : this;
    }

    private Breakpoint hit() {
        return state == State.WAITING
                ? new Breakpoint(command, stage, minority, State.HIT, index, lacking, passed)
                : this;
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    /** Whether the leader may send nothing now. */
    boolean holdsLeader() {
        return state == State.HIT;
    }
}
