package io.raftelection.microraft.testing;

import io.microraft.MembershipChangeMode;
import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftNodeStatus;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.report.RaftNodeReportListener;
import io.microraft.statemachine.StateMachine;
import io.raftelection.ServerId;
import io.raftelection.microraft.MicroRaftLeadership;
import io.raftelection.spi.LeadershipSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One server of a cluster, from one start to its end. What is asked of it is answered by its own thread, later. */
final class Node {
    /**
     * The shortest that MicroRaft can be told, a heartbeat being whole seconds. A snapshot comes from the leader: it
     * may be the only server that has it, since a test asks for it.
     */
    private static final RaftConfig CONFIG = RaftConfig.newBuilder()
            .setLeaderHeartbeatPeriodSecs(1)
            .setLeaderHeartbeatTimeoutSecs(3)
            .setLeaderElectionTimeoutMillis(300)
            .setTransferSnapshotsFromFollowersEnabled(false)
            .build();

    /** How long it may take until a new leader may hand over. */
    private static final Duration READY = Duration.ofSeconds(10);

    static final Duration ANSWER = Duration.ofSeconds(20);

    private final Endpoint endpoint;
    private final RaftNodeImpl engine;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Node(Endpoint endpoint, RaftNodeImpl engine) {
        this.endpoint = endpoint;
        this.engine = engine;
    }

    /** What a server is made with. */
    record Parts(
            Collection<ServerId> members,
            StateMachine stateMachine,
            RaftNodeReportListener listener,
            LeadershipSink sink,
            MemoryStore store,
            Environment environment) {

        /** A server that is not started yet; with what it had stored, if it was started before. */
        Node node(Endpoint endpoint) {
            var builder = RaftNode.newBuilder()
                    .setGroupId("raft-election")
                    .setConfig(CONFIG)
                    .setStateMachine(stateMachine)
                    .setStore(store)
                    .setExecutor(environment.executor())
                    .setClock(environment.clock())
                    .setRandom(environment.random())
                    .setTransport(environment.transport())
                    .setRaftNodeReportListener(MicroRaftLeadership.attach(listener, sink));
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

    Endpoint endpoint() {
        return endpoint;
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

    /** The latest term it has heard of. */
    int term() {
        return engine.getTerm().getTerm();
    }

    /** Up to where it knows who the members are. */
    long membersKnownTo() {
        return engine.getCommittedMembers().getLogIndex();
    }

    /** Completes when it has applied the command, and exceptionally if it does not do so. */
    CompletionStage<Void> submit(Object command) {
        return CompletableFuture.anyOf(engine.replicate(command), ended).thenAccept(result -> {});
    }

    /** Tells whoever still waits for an answer that there will be none. */
    void forget() {
        ended.completeExceptionally(new IOException("server " + server() + ": ended before it answered"));
    }

    /** Takes a server in or out, as soon as all that is in its log is committed. Completes with the index of that. */
    CompletableFuture<Long> change(Endpoint member, MembershipChangeMode mode) {
        return settled()
                .thenCompose(committed -> engine.changeMembership(member, mode, membersKnownTo()))
                .thenApply(members -> members.getResult().getLogIndex());
    }

    /**
     * Hands over, as soon as all that is in its log is committed: MicroRaft would look again only a second later.
     * Completes when it no longer leads, and fails if the other does not take over.
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

    /** Waits for an answer, also when interrupted, on any thread but the server's own. Leaves the flag as it is. */
    <T> T awaitAnyway(CompletableFuture<T> answer) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return await(answer);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for an answer, on any thread but the server's own. */
    <T> T await(CompletableFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("server " + server() + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IOException("server " + server() + ": does not answer", e);
        }
    }
}
