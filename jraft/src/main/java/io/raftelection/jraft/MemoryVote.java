package io.raftelection.jraft;

import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.RaftMetaStorageOptions;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import com.google.errorprone.annotations.concurrent.GuardedBy;

/** One server's term, and whom it voted for in it. */
final class MemoryVote implements RaftMetaStorage {
    @GuardedBy("this")
    private long term;

    @GuardedBy("this")
    private PeerId votedFor = PeerId.emptyPeer();

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

    @Override
    public synchronized boolean setTermAndVotedFor(long term, PeerId peer) {
        this.term = term;
        votedFor = peer;
        return true;
    }
}
