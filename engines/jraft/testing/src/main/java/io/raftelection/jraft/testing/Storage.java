package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.JRaftServiceFactory;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.codec.LogEntryCodecFactory;
import com.alipay.sofa.jraft.entity.codec.v2.LogEntryV2CodecFactory;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import com.alipay.sofa.jraft.storage.SnapshotStorage;
import com.alipay.sofa.jraft.storage.snapshot.local.LocalSnapshotStorage;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * The stored state of one server, and its initial configuration. The log and the vote are in memory, and the snapshots
 * are in files. All of them outlive the server.
 */
final class Storage implements JRaftServiceFactory {
    /** A placeholder for addresses. A node calls its factory only if it has an address. */
    private static final String MEMORY = "memory";

    private final Configuration initial;
    private final Path snapshots;
    private final BooleanSupplier mayStand;
    private final MemoryLog log = new MemoryLog();
    private final MemoryVote vote;

    /**
     * Creates the storage of a server.
     *
     * @param mayStand whether the server may stand for election by itself; called on its threads
     */
    Storage(Configuration initial, Path snapshots, BooleanSupplier mayStand) {
        this.initial = initial;
        this.snapshots = snapshots;
        this.mayStand = mayStand;
        this.vote = new MemoryVote(mayStand);
    }

    void describe(NodeOptions options) {
        options.setServiceFactory(this);
        options.setInitialConf(initial);
        options.setLogUri(MEMORY);
        options.setRaftMetaUri(MEMORY);
        options.setSnapshotUri(snapshots.toString());
    }

    boolean mayStand() {
        return mayStand.getAsBoolean();
    }

    /** Returns the server's term. */
    long term() {
        return vote.getTerm();
    }

    /** Returns the index of the last stored entry. */
    long last() {
        return log.getLastLogIndex();
    }

    @Override
    public LogStorage createLogStorage(String uri, RaftOptions options) {
        return log;
    }

    @Override
    public RaftMetaStorage createRaftMetaStorage(String uri, RaftOptions options) {
        return vote;
    }

    @Override
    public SnapshotStorage createSnapshotStorage(NodeOptions options) {
        return new LocalSnapshotStorage(
                options.getSnapshotUri(), options.getSnapshotTempUri(), options.getRaftOptions());
    }

    @Override
    public LogEntryCodecFactory createLogEntryCodecFactory() {
        return LogEntryV2CodecFactory.getInstance();
    }
}
