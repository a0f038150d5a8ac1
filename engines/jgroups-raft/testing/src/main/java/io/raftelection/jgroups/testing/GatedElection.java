package io.raftelection.jgroups.testing;

import io.raftelection.jgroups.testing.HeaderCodec.Vote;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.jgroups.Address;
import org.jgroups.View;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.election.BaseElection;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own election. A test may prefer a server, and decides which servers may be elected. A server whose log
 * is behind those of a majority cannot win (Raft paper, 5.4.1). Without a preference the engine chooses: the best log,
 * or the server that has been in the view longest.
 *
 * <p>While no server in the view may be elected, there is no vote. The term of a leader that is gone still ends: this
 * server requests votes in the next term and does not count them.
 */
final class GatedElection extends ELECTION {
    private static final long LAST_STEPS_MILLIS = 1_000;
    private static final long PAUSE_MILLIS = 100;

    private final Predicate<Address> mayBeElected;
    private volatile @Nullable Address preferred;
    private volatile @Nullable Thread voter;
    private volatile boolean ended;

    /** The engine's threads call the predicate. */
    GatedElection(Predicate<Address> mayBeElected) {
        this.mayBeElected = mayBeElected;
        setId(ELECTION_ID); // a subclass otherwise has no id
    }

    /** Sets the server that wins the votes which this server calls, or null for none. */
    void prefer(@Nullable Address server) {
        preferred = server;
    }

    /**
     * Ends a vote that is under way and allows no other, because the engine would continue after the channel is closed.
     */
    void end() {
        ended = true;
    }

    /** Ends a term with any leader: requests votes in a later term and does not count them. */
    void endTerm(long term) {
        long next = raft.createNewTerm();
        while (next <= term) { // this server has not reached that term yet
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
     * Waits until the thread of the previous vote has ended, which happens soon. In the engine that thread would take
     * the new vote for its own and go on beside it: the two would end each other, and no server would be elected. Not
     * synchronized, since that thread needs the lock for its last steps.
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

    /** Calls a vote when the first server that may be elected joins. The engine itself would not do that. */
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
            Thread.currentThread().interrupt(); // the engine ends the vote when it sees that
        }
        super.runVotingProcess();
        if (isVotingThreadRunning() && raft.leader() == null) {
            pause();
        }
    }

    /** No server could win, and the engine would repeat the vote at once. */
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

    /** Returns a server's vote, if it has voted. */
    private Optional<Vote> vote(Address server) {
        return Optional.ofNullable(getVotes().getResults().get(server)).map(HeaderCodec::vote);
    }

    /** Sends nothing if there is no leader, because other servers would take the message for an election. */
    @Override
    protected void sendLeaderElectedMessage(@Nullable Address leader, long term) {
        if (leader != null) {
            super.sendLeaderElectedMessage(leader, term);
        }
    }
}
