package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.RaftMetaStorageOptions;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.BooleanSupplier;

/**
 * The term of one server, and its vote in that term. A server stores the vote for itself before it requests other
 * votes, and stays a follower if it cannot store it. This keeps a single server from being elected.
 */
final class MemoryVote implements RaftMetaStorage {
    private final BooleanSupplier mayStand;

    @GuardedBy("this")
    private long term;

    @GuardedBy("this")
    private PeerId votedFor = PeerId.emptyPeer();

    /**
     * Creates the vote of a server.
     *
     * @param mayStand whether the server may stand for election by itself; called on its threads
     */
    MemoryVote(BooleanSupplier mayStand) {
        this.mayStand = mayStand;
    }

    @Override
    public boolean init(RaftMetaStorageOptions options) {
        return true;
    }

    @Override
    public void shutdown() {}

    @Override
    public synchronized long getTerm() {
        return term;
    }

    @Override
    public synchronized PeerId getVotedFor() {
        return votedFor;
    }

    @Override
    public synchronized boolean setTerm(long term) {
        this.term = term;
        return true;
    }

    @Override
    public synchronized boolean setVotedFor(PeerId peer) {
        votedFor = peer;
        return true;
    }

    /** Stores a vote if the server stands for election, and only the term if it adopts a later one. */
    @Override
    public synchronized boolean setTermAndVotedFor(long term, PeerId peer) {
        if (!peer.isEmpty() && !mayStand.getAsBoolean()) {
            return false;
        }
        this.term = term;
        votedFor = peer;
        return true;
    }
}
