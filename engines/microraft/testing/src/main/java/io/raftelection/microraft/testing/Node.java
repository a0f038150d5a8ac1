package io.raftelection.microraft.testing;

import io.microraft.MembershipChangeMode;
import io.microraft.RaftConfig;
import io.microraft.RaftConfig.RaftConfigBuilder;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftNodeStatus;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.report.RaftNodeReportListener;
import io.microraft.statemachine.StateMachine;
import io.raftelection.ServerId;
import io.raftelection.microraft.MicroRaftLeadership;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.spi.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One server of a cluster, from one start to its end. Its own thread answers requests later. */
final class Node {
    /** The longest wait until a new leader has committed its log and may hand over. */
    private static final Duration READY = Duration.ofSeconds(10);

    static final Duration ANSWER = Duration.ofSeconds(20);
    static final Patience PATIENCE = new Patience(ANSWER, Duration.ofMillis(2));

    private final Endpoint endpoint;
    private final RaftNodeImpl engine;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Node(Endpoint endpoint, RaftNodeImpl engine) {
        this.endpoint = endpoint;
        this.engine = engine;
    }

    /**
     * Returns the shortest periods that MicroRaft allows; heartbeats are in whole seconds. Snapshots come from the
     * leader, which may be the only server that has one, because a test requests it.
     */
    static RaftConfigBuilder config() {
        return RaftConfig.newBuilder()
                .setLeaderHeartbeatPeriodSecs(1)
                .setLeaderHeartbeatTimeoutSecs(3)
                .setLeaderElectionTimeoutMillis(300)
                .setTransferSnapshotsFromFollowersEnabled(false);
    }

    /** The parts of a server. */
    record Parts(
            RaftConfig config,
            Collection<ServerId> members,
            StateMachine stateMachine,
            RaftNodeReportListener listener,
            LeadershipSink sink,
            MemoryStore store,
            Environment environment) {

        /** Creates a server that is not started yet. It has its stored state if it was started before. */
        Node node(Endpoint endpoint) {
            var attached = MicroRaftLeadership.attach(listener, sink);
            var builder = RaftNode.newBuilder()
                    .setGroupId("raft-election")
                    .setConfig(config)
                    .setStateMachine(MicroRaftLeadership.withReadiness(stateMachine, attached))
                    .setStore(store)
                    .setExecutor(environment.executor())
                    .setClock(environment.clock())
                    .setRandom(environment.random())
                    .setTransport(environment.transport())
                    .setRaftNodeReportListener(attached);
            store.restored()
                    .ifPresentOrElse(
                            builder::setRestoredState,
                            () -> builder.setLocalEndpoint(endpoint).setInitialGroupMembers(endpoints()));
            return new Node(endpoint, (RaftNodeImpl) builder.build());
        }

        private List<RaftEndpoint> endpoints() {
            return members.stream().<RaftEndpoint>map(Endpoint::new).toList();
        }
    }

    ServerId server() {
        return endpoint.server();
    }

    RaftNode engine() {
        return engine;
    }

    RaftNodeInternals internals() {
        return new RaftNodeInternals(engine);
    }

    CompletableFuture<?> start() {
        return engine.start();
    }

    boolean isStarted() {
        return engine.getStatus() != RaftNodeStatus.INITIAL;
    }

    /** Returns the index of the latest configuration that it knows as committed. */
    long membersKnownTo() {
        return engine.getCommittedMembers().getLogIndex();
    }

    /** Returns a stage that completes when it has applied the command, or exceptionally if it does not apply it. */
    CompletionStage<Void> submit(Object command) {
        return CompletableFuture.anyOf(engine.replicate(command), ended).thenAccept(result -> {});
    }

    /** Fails all pending requests, because the server no longer answers. */
    void forget() {
        ended.completeExceptionally(new IOException("server " + server() + ": ended before it answered"));
    }

    /**
     * Adds or removes a server as soon as its whole log is committed. Completes with the index of the new
     * configuration.
     */
    CompletableFuture<Long> change(Endpoint member, MembershipChangeMode mode) {
        return settled()
                .thenCompose(committed -> engine.changeMembership(member, mode, membersKnownTo()))
                .thenApply(members -> members.getResult().getLogIndex());
    }

    /**
     * Hands over as soon as its whole log is committed. MicroRaft itself would check that only a second later.
     * Completes when it no longer leads, and fails if the other server does not take over.
     */
    CompletableFuture<?> transfer(Endpoint next) {
        return settled().thenCompose(committed -> engine.transferLeadership(next));
    }

    private CompletableFuture<?> settled() {
        return engine.getReport()
                .thenCompose(
                        report -> engine.waitFor(report.getResult().getLog().getLastLogOrSnapshotIndex(), READY));
    }

    CompletableFuture<?> terminate() {
        return engine.terminate();
    }

    /** Waits for an answer. Must not be called on the server's own thread. */
    <T> T await(CompletableFuture<T> answer) throws IOException, InterruptedException {
        return PATIENCE.answer(server(), answer);
    }
}
