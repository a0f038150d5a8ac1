package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.RaftMetaStorageOptions;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.BooleanSupplier;

/**
 * One server's term, and whom it voted for in it. A server stores that it votes for itself before it asks anybody else,
 * and follows on if it cannot: where nobody else has to be asked, this is what keeps it from being elected.
 */
final class MemoryVote implements RaftMetaStorage {
    private final BooleanSupplier mayStand;

    @GuardedBy("this")
    private long term;

    @GuardedBy("this")
    private PeerId votedFor = PeerId.emptyPeer();

    /** Of a server that may stand for election by itself, or not; asked on its threads. */
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

    /** With a vote when the server stands for election, and without one when it comes to hear of a later term. */
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
