package io.raftelection.jraft;

import com.alipay.sofa.jraft.JRaftServiceFactory;
import com.alipay.sofa.jraft.entity.codec.LogEntryCodecFactory;
import com.alipay.sofa.jraft.entity.codec.v2.LogEntryV2CodecFactory;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import com.alipay.sofa.jraft.storage.SnapshotStorage;

/** What one server has stored: it is in memory, and outlives the server's end. There are no snapshots. */
final class Storage implements JRaftServiceFactory {
    private final MemoryLog log = new MemoryLog();
    private final MemoryVote vote = new MemoryVote();

    /** The server's term. */
    long term() {
        return vote.getTerm();
    }

    @Override
    public LogStorage createLogStorage(String uri, RaftOptions options) {
        return log;
    }

    @Override
    public RaftMetaStorage createRaftMetaStorage(String uri, RaftOptions options) {
        return vote;
    }

    /** Not called: the nodes have no address for snapshots. */
    @Override
    public SnapshotStorage createSnapshotStorage(NodeOptions options) {
        throw new UnsupportedOperationException("there are no snapshots in memory");
    }

    @Override
    public LogEntryCodecFactory createLogEntryCodecFactory() {
        return LogEntryV2CodecFactory.getInstance();
    }
}
