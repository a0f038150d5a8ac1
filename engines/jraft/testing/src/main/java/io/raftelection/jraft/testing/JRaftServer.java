package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.StateMachine;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.ElectionPriority;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.RaftRpcServerFactory;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.ServerId;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.EngineSettings;
import io.raftelection.testing.spi.MembershipChange;
import io.raftelection.testing.spi.StableTerm;
import io.raftelection.testing.spi.Uninterruptibly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** One server of a cluster, from one start to its end. */
final class JRaftServer implements EngineServer {
    /**
     * Held while a node starts or shuts down. JRaft counts the users of its timers and addresses for the whole JVM
     * without synchronization. The last user stops the timers, and would also stop them for a node that starts at the
     * same moment.
     */
    private static final Object LIFECYCLE_LOCK = new Object();

    /** The size of a node's three ring buffers. The default of 16,384 slots is far more than a test needs. */
    private static final int RING = 1_024;

    private final ServerId server;
    private final RaftGroupService service;
    private final Node node;
    private final CountingStateMachine stateMachine;
    private final Network network;
    private final Storage storage;
    private final Set<FutureClosure> submitted = ConcurrentHashMap.newKeySet();

    @GuardedBy("this")
    private boolean ends;

    private JRaftServer(
            ServerId server,
            RaftGroupService service,
            Node node,
            CountingStateMachine counting,
            Network network,
            Storage storage) {
        this.server = server;
        this.service = service;
        this.node = node;
        this.stateMachine = counting;
        this.network = network;
        this.storage = storage;
    }

    /** Starts a server with a state machine that counts and that the adapter is attached to. */
    static JRaftServer start(
            ServerId server,
            StateMachine stateMachine,
            CountingStateMachine counting,
            JRaftEngineBuilder settings,
            Network network,
            Storage storage)
            throws IOException {
        var options = options(server, settings, network, storage);
        options.setFsm(stateMachine);
        var rpc = new MemoryServer(network, server);
        RaftRpcServerFactory.addRaftRequestProcessors(rpc);
        var service = new RaftGroupService(network.group(), network.peer(server), options, rpc);
        synchronized (LIFECYCLE_LOCK) {
            try {
                return new JRaftServer(server, service, service.start(), counting, network, storage);
            } catch (RuntimeException e) {
                throw new IOException("server " + server + ": not started", e);
            }
        }
    }

    private static MemoryOptions options(
            ServerId server, JRaftEngineBuilder settings, Network network, Storage storage) {
        var options = new MemoryOptions(network, server);
        int timeout = (int) settings.electionTimeout.toMillis();
        options.setElectionTimeoutMs(timeout);
        options.getRaftOptions().setMaxElectionDelayMs(timeout);
        options.getRaftOptions().setDisruptorBufferSize(RING);
        options.getRaftOptions().setSync(false); // the log need not survive the cluster
        options.setSnapshotIntervalSecs(0); // only a test requests snapshots
        options.setDisableCli(true);
        // The JVM has four timers and one pool for all nodes.
        options.setSharedElectionTimer(true);
        options.setSharedVoteTimer(true);
        options.setSharedStepDownTimer(true);
        options.setSharedSnapshotTimer(true);
        options.setSharedTimerPool(true);

        EngineSettings.configure(settings.configuration, server, options);

        options.getRaftOptions().setReplicatorPipeline(false);
        if (!storage.mayStand()) {
            // Otherwise it would stand for election repeatedly, each time in a later term.
            options.setElectionPriority(ElectionPriority.NotElected);
        }
        storage.describe(options);
        return options;
    }

    /** Returns the term that it claims to lead. A node stores a term before it leads in it. */
    private OptionalLong ledTerm() {
        return StableTerm.read(storage::term, term -> node.isLeader() ? OptionalLong.of(term) : OptionalLong.empty());
    }

    @Override
    public ServerStatus status() {
        return StableTerm.read(storage::term, this::status);
    }

    private ServerStatus status(long term) {
        try {
            boolean leads = node.isLeader();
            long committed = node.getLastCommittedIndex();
            long applied = node.getLastAppliedLogIndex();
            return new ServerStatus(
                    leads ? Optional.of(server) : leader(),
                    OptionalLong.of(term),
                    leads && stateMachine.started(term),
                    node.getLastLogIndex(),
                    committed,
                    applied);
        } catch (IllegalStateException e) {
            // Its state machine failed, so it takes no further part and has no indexes.
            return new ServerStatus(Optional.empty(), OptionalLong.of(term), false, storage.last(), 0, 0);
        }
    }

    /** Returns the server that it follows. A leader that has just lost may still name itself, which does not count. */
    private Optional<ServerId> leader() {
        return Optional.ofNullable(node.getLeaderId())
                .map(peer -> network.server(peer.getEndpoint()))
                .filter(leader -> !leader.equals(server));
    }

    /**
     * Returns when the leader has agreed. If the other server is not elected in time, the leader leads its term again.
     */
    @Override
    public void transfer(ServerId next) throws IOException {
        var status = node.transferLeadershipTo(network.peer(next));
        if (!status.isOk()) {
            throw new IOException("server " + server + ": does not hand over: " + status.getErrorMsg());
        }
    }

    /** Makes it adopt a later term. The other servers notice the loss when their election timeouts elapse. */
    @Override
    public void stepDown() {
        if (ledTerm().isEmpty()) {
            throw new IllegalStateException("server " + server + ": does not lead");
        }
        ElectionRequests.of(node).laterTerm(storage.term() + 1);
    }

    /**
     * Makes it request votes in a later term than that of any other server. It does so at once if it can, and otherwise
     * when its election timeout elapses.
     */
    @Override
    public void campaign(long latestTerm) {
        var requests = ElectionRequests.of(node);
        requests.timeoutNow(latestTerm).ifPresent(requests::timeoutNow);
    }

    @Override
    public synchronized CompletionStage<Void> submit(byte[] command) {
        var outcome = new FutureClosure("server " + server + ": command");
        if (ends) {
            outcome.run(ended());
        } else {
            submitted.add(outcome);
            node.apply(new Task(ByteBuffer.wrap(command), outcome));
        }
        return outcome.done().whenComplete((nothing, failure) -> submitted.remove(outcome));
    }

    private static Status ended() {
        return new Status(RaftError.ENODESHUTDOWN, "server closed");
    }

    /**
     * Waits until a snapshot is taken. JRaft keeps the log up to there for servers that lag a little. It drops that log
     * at a second request, which finds nothing new.
     */
    @Override
    public void snapshot() throws IOException, InterruptedException {
        for (int each = 0; each < 2; each++) {
            var outcome = new FutureClosure("server " + server + ": snapshot");
            node.snapshot(outcome);
            outcome.awaitDone();
        }
    }

    @Override
    public void changeMembers(MembershipChange change) throws IOException, InterruptedException {
        new MembershipRequests(server, node, network).change(change);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(node) ? Optional.of(type.cast(node)) : Optional.empty();
    }

    /**
     * Waits for the end, also in an interrupted thread. Then the loss of its leadership was reported, and its requests
     * have ended. JRaft hands leadership over at a shutdown, but its messages are dropped where the links are cut.
     */
    @Override
    public void close() {
        synchronized (this) {
            ends = true;
        }
        synchronized (LIFECYCLE_LOCK) {
            service.shutdown();
        }
        Uninterruptibly.await(service::join);
        submitted.forEach(outcome -> outcome.run(ended()));
    }
}
