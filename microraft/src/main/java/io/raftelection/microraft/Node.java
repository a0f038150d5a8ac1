package io.raftelection.microraft;

import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftRole;
import io.microraft.report.RaftNodeReportListener;
import io.microraft.statemachine.StateMachine;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster.Claim;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One server of a cluster, from one start to its end. What is asked of it is answered by its own thread, later. */
final class Node {
    /** The shortest that MicroRaft can be told, a heartbeat being whole seconds. */
    private static final RaftConfig CONFIG = RaftConfig.newBuilder()
            .setLeaderHeartbeatPeriodSecs(1)
            .setLeaderHeartbeatTimeoutSecs(3)
            .setLeaderElectionTimeoutMillis(300)
            .build();

    /** How long it may take until a new leader may hand over. */
    private static final Duration READY = Duration.ofSeconds(10);

    static final Duration ANSWER = Duration.ofSeconds(20);

    private final ServerId server;
    private final RaftNode engine;

    private Node(ServerId server, RaftNode engine) {
        this.server = server;
        this.engine = engine;
    }

    /** What a server is made with. */
    record Parts(
            Collection<ServerId> members,
            StateMachine stateMachine,
            RaftNodeReportListener listener,
            LeadershipSink sink,
            MemoryStore store,
            Surroundings surroundings) {

        /** A server that is not started yet; with what it had stored, if it was started before. */
        Node node(ServerId server) {
            var builder = RaftNode.newBuilder()
                    .setGroupId("raft-election")
                    .setConfig(CONFIG)
                    .setStateMachine(stateMachine)
                    .setStore(store)
                    .setExecutor(surroundings.executor())
                    .setClock(surroundings.clock())
                    .setRandom(surroundings.random())
                    .setTransport(surroundings.transport())
                    .setRaftNodeReportListener(MicroRaftLeadership.attach(listener, sink));
            store.restored()
                    .ifPresentOrElse(
                            builder::setRestoredState,
                            () -> builder.setLocalEndpoint(new Endpoint(server)).setInitialGroupMembers(endpoints()));
            return new Node(server, builder.build());
        }

        private List<RaftEndpoint> endpoints() {
            return members.stream().<RaftEndpoint>map(Endpoint::new).toList();
        }
    }

    RaftNode engine() {
        return engine;
    }

    CompletableFuture<?> start() {
        return engine.start();
    }

    /** Says whether it leads, and in which term: one snapshot of the engine's. */
    CompletableFuture<Optional<Claim>> claim() {
        return engine.getReport().thenApply(report -> {
            var now = report.getResult();
            return now.getRole() == RaftRole.LEADER
                    ? Optional.of(
                            new Claim(server, OptionalLong.of(now.getTerm().getTerm())))
                    : Optional.empty();
        });
    }

    /**
     * Hands over, as soon as all that is in its log is committed: MicroRaft would look again only a second later.
     * Completes when it no longer leads, and fails if the other does not take over.
     */
    CompletableFuture<?> transfer(ServerId next) {
        return engine.getReport()
                .thenCompose(
                        report -> engine.waitFor(report.getResult().getLog().getLastLogOrSnapshotIndex(), READY))
                .thenCompose(committed -> engine.transferLeadership(new Endpoint(next)));
    }

    CompletableFuture<?> terminate() {
        return engine.terminate();
    }

    /** Waits for an answer, on any thread but the server's own. */
    <T> T await(CompletableFuture<T> answer) throws IOException {
        try {
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("server " + server + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IOException("server " + server + ": does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("server " + server + ": interrupted before it answered");
        }
    }
}
