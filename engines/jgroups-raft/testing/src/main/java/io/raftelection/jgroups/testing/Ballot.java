package io.raftelection.jgroups.testing;

import io.raftelection.jgroups.testing.Headers.Vote;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.jgroups.Address;
import org.jgroups.View;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.election.BaseElection;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own election, in which the test may say who is preferred and who may be elected at all. Nobody wins
 * whose log is behind those of a majority (Raft paper, 5.4.1); the engine takes the best log, or whoever is longest in
 * the view.
 *
 * <p>While nobody in the view may be elected, no vote is held. If a leader has gone, its term ends all the same: votes
 * are asked for in the next one, and not counted.
 */
final class Ballot extends ELECTION {
    private static final long LAST_STEPS_MILLIS = 1_000;
    private static final long PAUSE_MILLIS = 100;

    private final Predicate<Address> mayBeElected;
    private volatile @Nullable Address preferred;
    private volatile @Nullable Thread voter;
    private volatile boolean ended;

    /** The predicate is asked on the engine's threads. */
    Ballot(Predicate<Address> mayBeElected) {
        this.mayBeElected = mayBeElected;
        setId(ELECTION_ID); // else a subclass has none of its own
    }

    /** Sets who is to be elected by those who vote at this server's call, or nobody in particular. */
    void prefer(@Nullable Address server) {
        preferred = server;
    }

    /**
     * Lets a vote that is under way end soon, and no other begin: the engine would go on when the channel is closed.
     */
    void end() {
        ended = true;
    }

    /** Ends a term, whoever leads it: votes are asked for in a later one, and not counted. */
    void endTerm(long term) {
        long next = raft.createNewTerm();
        while (next <= term) { // this server has not heard of it yet
            next = raft.createNewTerm();
        }
        sendVoteRequest(next);
    }

    private boolean mayAnybodyBeElected() {
        var present = view;
        return present != null && Arrays.stream(present.getMembersRaw()).anyMatch(mayBeElected);
    }

    private boolean hasLeaderGone() {
        var leader = raft.leader();
        return leader != null && !view.containsMember(leader);
    }

    /**
     * Waits until the thread of the vote before has ended, which is about to. In the engine it would take the new
     * vote's start for its own, and go on beside it: they would end each other, with nobody elected. Not synchronized,
     * since that thread needs the lock for its last steps.
     */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public BaseElection startVotingThread() {
        if (!mayAnybodyBeElected()) {
            if (hasLeaderGone()) {
                endTerm(raft.currentTerm());
            }
            return this;
        }
        var last = voter;
        if (last != null && last != Thread.currentThread() && !isVotingThreadRunning()) {
            try {
                last.join(LAST_STEPS_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return super.startVotingThread();
    }

    /** The engine calls no vote when a server comes that may be elected, where none that was there could be. */
    @Override
    protected void handleView(View next) {
        super.handleView(next);
        boolean isGated = !Arrays.stream(next.getMembersRaw()).allMatch(mayBeElected);
        if (isGated && isViewCoordinator() && isMajorityAvailable() && raft.leader() == null) {
            startVotingThread();
        }
    }

    @Override
    protected void runVotingProcess() {
        voter = Thread.currentThread();
        if (ended || !mayAnybodyBeElected()) {
            Thread.currentThread().interrupt(); // which it takes for its end
        }
        super.runVotingProcess();
        if (isVotingThreadRunning() && raft.leader() == null) {
            pause();
        }
    }

    /** Nobody could win, and the engine would ask again at once. */
    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected @Nullable Address determineLeader() {
        var wanted = preferred;
        if (wanted != null && canWin(wanted)) {
            return wanted;
        }
        var best = super.determineLeader();
        if (best != null && mayBeElected.test(best)) {
            return best;
        }
        return Arrays.stream(view.getMembersRaw())
                .filter(this::canWin)
                .findFirst()
                .orElse(null);
    }

    private boolean canWin(Address server) {
        var vote = vote(server);
        return mayBeElected.test(server)
                && vote.isPresent()
                && Arrays.stream(view.getMembersRaw())
                                .map(this::vote)
                                .flatMap(Optional::stream)
                                .filter(other -> other.compareTo(vote.get()) <= 0)
                                .count()
                        >= raft.majority();
    }

    /** What a server said of the end of its log, if it voted. */
    private Optional<Vote> vote(Address server) {
        return Optional.ofNullable(getVotes().getResults().get(server)).map(Headers::vote);
    }

    /** The others take it for an election. */
    @Override
    protected void sendLeaderElectedMessage(@Nullable Address leader, long term) {
        if (leader != null) {
            super.sendLeaderElectedMessage(leader, term);
        }
    }
}
