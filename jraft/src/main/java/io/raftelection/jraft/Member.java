package io.raftelection.jraft;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.StateMachine;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.rpc.RaftRpcServerFactory;
import io.raftelection.ServerId;
import java.io.IOException;
import java.util.OptionalLong;

/** One server of a cluster, from one start to its end. */
final class Member {
    /**
     * Held while a node is started or shut down. JRaft counts, for the whole JVM, who uses its timers and its
     * addresses; the last one out stops the timers, and may stop them for one that comes in just then.
     */
    private static final Object COMING_AND_GOING = new Object();

    /** A ring of 16,384 slots, three times a node, would be far more than elections need. */
    private static final int RING = 256;

    private final ServerId server;
    private final RaftGroupService service;
    private final Node node;
    private final Storage storage;

    private Member(ServerId server, RaftGroupService service, Node node, Storage storage) {
        this.server = server;
        this.service = service;
        this.node = node;
        this.storage = storage;
    }

    static Member start(
            String group,
            ServerId server,
            StateMachine stateMachine,
            JRaftClusterBuilder settings,
            Network network,
            Storage storage)
            throws IOException {
        var options = options(server, settings, network);
        options.setFsm(stateMachine);
        options.setServiceFactory(storage);
        var rpc = new MemoryServer(network, server);
        RaftRpcServerFactory.addRaftRequestProcessors(rpc);
        var service = new RaftGroupService(group, network.peer(server), options, rpc);
        synchronized (COMING_AND_GOING) {
            try {
                return new Member(server, service, service.start(), storage);
            } catch (RuntimeException e) {
                throw new IOException("server " + server + ": not started", e);
            }
        }
    }

    private static MemoryOptions options(ServerId server, JRaftClusterBuilder settings, Network network) {
        var options = new MemoryOptions(network, server);
        int timeout = (int) settings.electionTimeout.toMillis();
        options.setElectionTimeoutMs(timeout);
        options.getRaftOptions().setMaxElectionDelayMs(timeout);
        options.getRaftOptions().setReplicatorPipeline(false);
        options.getRaftOptions().setDisruptorBufferSize(RING);
        options.setInitialConf(new Configuration(
                settings.members.servers().stream().map(network::peer).toList()));
        // What storage is for; there is nothing at the address.
        options.setLogUri("memory");
        options.setRaftMetaUri("memory");
        options.setDisableCli(true);
        // Four timers and a pool a JVM, not a node.
        options.setSharedElectionTimer(true);
        options.setSharedVoteTimer(true);
        options.setSharedStepDownTimer(true);
        options.setSharedSnapshotTimer(true);
        options.setSharedTimerPool(true);
        return options;
    }

    Node node() {
        return node;
    }

    /** The term that it leads, if it says so. A node stores its term before it leads it, and leads no other. */
    OptionalLong ledTerm() {
        while (true) {
            long before = storage.term();
            if (!node.isLeader()) {
                return OptionalLong.empty();
            }
            if (storage.term() == before) {
                return OptionalLong.of(before);
            }
        }
    }

    void handOver(PeerId next) throws IOException {
        var status = node.transferLeadershipTo(next);
        if (!status.isOk()) {
            throw new IOException("server " + server + ": does not hand over: " + status.getErrorMsg());
        }
    }

    /** Waits for the end, also when interrupted: the loss of what it led is told by then. */
    void close() {
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
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
