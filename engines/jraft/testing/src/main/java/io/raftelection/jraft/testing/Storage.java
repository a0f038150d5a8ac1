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
 * What one server has stored, and what it takes its cluster for until it has. Its log and vote are in memory, its
 * snapshots in files; all outlive the server's end.
 */
final class Storage implements JRaftServiceFactory {
    /** What there is to say of an address where there is none; a node asks its factory only if it has one. */
    private static final String MEMORY = "memory";

    private final Configuration initial;
    private final Path snapshots;
    private final BooleanSupplier mayStand;
    private final MemoryLog log = new MemoryLog();
    private final MemoryVote vote;

    /** Of a server that may stand for election by itself, or not; asked on its threads. */
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
        // Only when a test says so, and no longer than the cluster lives.
        options.setSnapshotIntervalSecs(0);
        options.getRaftOptions().setSync(false);
    }

    boolean mayStand() {
        return mayStand.getAsBoolean();
    }

    /** The server's term. */
    long term() {
        return vote.getTerm();
    }

    /** The index of the last entry that is stored. */
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
