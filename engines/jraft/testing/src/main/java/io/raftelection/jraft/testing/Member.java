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
import io.raftelection.testing.spi.Links;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/** One server of a cluster, from one start to its end. */
final class Member {
    /**
     * Held while a node is started or shut down. JRaft counts, for the whole JVM, who uses its timers and its
     * addresses; the last one out stops the timers, and may stop them for one that comes in just then.
     */
    private static final Object COMING_AND_GOING = new Object();

    /** A ring of 16,384 slots, three times a node, would be far more than a test needs. */
    private static final int RING = 1_024;

    /** How often a leader is asked to wait, for one election time-out each, until a new server has caught up. */
    private static final int PATIENCE = 20;

    private final ServerId server;
    private final RaftGroupService service;
    private final Node node;
    private final Tap tap;
    private final Network network;
    private final Storage storage;
    private final Set<Outcome> submitted = ConcurrentHashMap.newKeySet();

    @GuardedBy("this")
    private boolean ends;

    private Member(ServerId server, RaftGroupService service, Node node, Tap tap, Network network, Storage storage) {
        this.server = server;
        this.service = service;
        this.node = node;
        this.tap = tap;
        this.network = network;
        this.storage = storage;
    }

    /** Of a state machine that is attached to, and tapped before that. */
    static Member start(
            ServerId server,
            StateMachine stateMachine,
            Tap tap,
            JRaftClusterBuilder settings,
            Network network,
            Storage storage)
            throws IOException {
        var options = options(server, settings, network, storage);
        options.setFsm(stateMachine);
        var rpc = new MemoryServer(network, server);
        RaftRpcServerFactory.addRaftRequestProcessors(rpc);
        var service = new RaftGroupService(network.group(), network.peer(server), options, rpc);
        synchronized (COMING_AND_GOING) {
            try {
                return new Member(server, service, service.start(), tap, network, storage);
            } catch (RuntimeException e) {
                throw new IOException("server " + server + ": not started", e);
            }
        }
    }

    private static MemoryOptions options(
            ServerId server, JRaftClusterBuilder settings, Network network, Storage storage) {
        var options = new MemoryOptions(network, server);
        int timeout = (int) settings.electionTimeout.toMillis();
        options.setElectionTimeoutMs(timeout);
        options.getRaftOptions().setMaxElectionDelayMs(timeout);
        options.getRaftOptions().setReplicatorPipeline(false);
        options.getRaftOptions().setDisruptorBufferSize(RING);
        if (!storage.mayStand()) {
            // It would try again and again, each time in a later term.
            options.setElectionPriority(ElectionPriority.NotElected);
        }
        storage.describe(options);
        options.setDisableCli(true);
        // Four timers and a pool a JVM, not a node.
        options.setSharedElectionTimer(true);
        options.setSharedVoteTimer(true);
        options.setSharedStepDownTimer(true);
        options.setSharedSnapshotTimer(true);
        options.setSharedTimerPool(true);
        return options;
    }

    ServerId server() {
        return server;
    }

    Node node() {
        return node;
    }

    /** The term that it leads, if it says so. A node stores its term before it leads it, and leads no other. */
    OptionalLong ledTerm() {
        return inOneTerm(term -> node.isLeader() ? OptionalLong.of(term) : OptionalLong.empty());
    }

    ServerStatus status() {
        return inOneTerm(this::status);
    }

    private ServerStatus status(long term) {
        try {
            var leader = Optional.ofNullable(node.getLeaderId()).map(peer -> network.server(peer.getEndpoint()));
            boolean ready = node.isLeader() && tap.started(term);
            long committed = node.getLastCommittedIndex();
            long applied = node.getLastAppliedLogIndex();
            return new ServerStatus(leader, OptionalLong.of(term), ready, node.getLastLogIndex(), committed, applied);
        } catch (IllegalStateException e) {
            // Its state machine failed: it takes no further part, and tells nothing of its indexes.
            return new ServerStatus(Optional.empty(), OptionalLong.of(term), false, storage.last(), 0, 0);
        }
    }

    /** Looks at something until no other term has come meanwhile. */
    private <T> T inOneTerm(LongFunction<T> look) {
        while (true) {
            long term = storage.term();
            T seen = look.apply(term);
            if (storage.term() == term) {
                return seen;
            }
        }
    }

    void handOver(ServerId next) throws IOException {
        var status = node.transferLeadershipTo(network.peer(next));
        if (!status.isOk()) {
            throw new IOException("server " + server + ": does not hand over: " + status.getErrorMsg());
        }
    }

    /** Has it hear that there is a later term than the one it leads in, without a leader yet. */
    void stepDown() {
        Prompt.of(node).laterTerm(storage.term() + 1);
    }

    /**
     * Has it ask for votes, in a later term than one that others may have got to. It does so at once if it can, and
     * otherwise when its timer goes off, as that does anyway.
     */
    void campaign(long latest) {
        var prompt = Prompt.of(node);
        prompt.timeoutNow(latest).ifPresent(prompt::timeoutNow);
    }

    synchronized CompletionStage<Void> submit(byte[] command) {
        var outcome = new Outcome("server " + server + ": command");
        if (ends) {
            outcome.run(ended());
        } else {
            submitted.add(outcome);
            node.apply(new Task(ByteBuffer.wrap(command.clone()), outcome));
        }
        return outcome.done().whenComplete((nothing, failure) -> submitted.remove(outcome));
    }

    private static Status ended() {
        return new Status(RaftError.ENODESHUTDOWN, "server closed");
    }

    /**
     * Waits until a snapshot is taken. JRaft keeps the log up to there, for who lags behind a little, until it is asked
     * for one again: then it finds that there is nothing new, and drops it.
     */
    void snapshot() throws IOException, InterruptedException {
        for (int each = 0; each < 2; each++) {
            var outcome = new Outcome("server " + server + ": snapshot");
            node.snapshot(outcome);
            outcome.awaitDone();
        }
    }

    /**
     * Has the leader take in a server, and waits until it has. JRaft waits until the other has caught up, of which it
     * hears only if that comes after: nothing reaches it before.
     */
    void add(ServerId other, Links links) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            var outcome = new Outcome("server " + server + ": does not take in " + other);
            links.cut(server, other);
            node.addPeer(network.peer(other), outcome);
            links.heal(other);
            if (attempt == PATIENCE || outcome.await().getRaftError() != RaftError.ECATCHUP) {
                outcome.awaitDone();
                return;
            }
        }
    }

    /** Has the leader take out a server, and waits until it has. */
    void remove(ServerId other) throws IOException, InterruptedException {
        var outcome = new Outcome("server " + server + ": does not take out " + other);
        node.removePeer(network.peer(other), outcome);
        outcome.awaitDone();
    }

    /** Waits for the end, also when interrupted: the loss of what it led is told by then, and of what it was asked. */
    void close() {
        synchronized (this) {
            ends = true;
        }
        synchronized (COMING_AND_GOING) {
            service.shutdown();
        }
        boolean interrupted = false;
        while (true) {
            try {
                service.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        submitted.forEach(outcome -> outcome.run(ended()));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
