package io.raftelection.jgroups;

import org.jgroups.Address;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.election.BaseElection;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own election, but among servers with equally good logs the test may say who is preferred, where the
 * engine takes the one that is longest in the view.
 */
final class Ballot extends ELECTION {
    private static final long LAST_STEPS_MILLIS = 1_000;

    private volatile @Nullable Address preferred;
    private volatile @Nullable Thread voter;
    private volatile boolean ended;

    Ballot() {
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

    /**
     * Waits until the thread of the vote before has ended, which is about to. In the engine it would take the new
     * vote's start for its own, find that it was interrupted, and end both.
     */
    @Override
    public synchronized BaseElection startVotingThread() {
        var last = voter;
        if (last != null && !isVotingThreadRunning()) {
            try {
                last.join(LAST_STEPS_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return super.startVotingThread();
    }

    @Override
    protected void runVotingProcess() {
        voter = Thread.currentThread();
        if (ended) {
            view = null; // on this thread, which alone relies on it: nobody is there, so that voting ends
            stopVotingThread();
        }
        super.runVotingProcess();
    }

    @Override
    protected @Nullable Address determineLeader() {
        var elected = super.determineLeader();
        var wanted = preferred;
        return wanted != null && elected != null && vote(wanted).equals(vote(elected)) ? wanted : elected;
    }

    /** What a server said of the end of its log, which the engine keeps to itself; who did not vote said nothing. */
    private String vote(Address server) {
        return String.valueOf(getVotes().getResults().get(server));
    }
}
