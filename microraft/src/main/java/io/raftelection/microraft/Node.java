package io.raftelection.microraft;

import io.microraft.MembershipChangeMode;
import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftNodeStatus;
import io.microraft.RaftRole;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.task.LeaderElectionTask;
import io.microraft.report.RaftNodeReport;
import io.microraft.report.RaftNodeReportListener;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.ServerStatus;
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
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One server of a cluster, from one start to its end. What is asked of it is answered by its own thread, later. */
final class Node {
    /**
     * The most with which a snapshot leaves but one entry before it in the log, so that who lags behind needs the
     * snapshot: MicroRaft leaves a tenth of this, and takes a snapshot by itself as often.
     */
    private static final int COMMITS_A_SNAPSHOT = 19;

    /** The shortest that MicroRaft can be told, a heartbeat being whole seconds. */
    private static final RaftConfig CONFIG = RaftConfig.newBuilder()
            .setLeaderHeartbeatPeriodSecs(1)
            .setLeaderHeartbeatTimeoutSecs(3)
            .setLeaderElectionTimeoutMillis(300)
            .setCommitCountToTakeSnapshot(COMMITS_A_SNAPSHOT)
            .build();

    /** How long it may take until a new leader may hand over. */
    private static final Duration READY = Duration.ofSeconds(10);

    static final Duration ANSWER = Duration.ofSeconds(20);

    private final ServerId server;
    private final RaftNode engine;
    private final Tap tap;
    private final Pausable executor;

    /** What it said last before it was paused. */
    private volatile Optional<ServerStatus> paused = Optional.empty();

    private Node(ServerId server, RaftNode engine, Tap tap, Pausable executor) {
        this.server = server;
        this.engine = engine;
        this.tap = tap;
        this.executor = executor;
    }

    /** What a server is made with. */
    record Parts(
            Collection<ServerId> members,
            Tap stateMachine,
            RaftNodeReportListener listener,
            LeadershipSink sink,
            MemoryStore store,
            Surroundings surroundings) {

        /** A server that is not started yet; with what it had stored, if it was started before. */
        Node node(ServerId server) {
            var executor = new Pausable(surroundings.executor());
            var builder = RaftNode.newBuilder()
                    .setGroupId("raft-election")
                    .setConfig(CONFIG)
                    .setStateMachine(stateMachine)
                    .setStore(store)
                    .setExecutor(executor)
                    .setClock(surroundings.clock())
                    .setRandom(surroundings.random())
                    .setTransport(surroundings.transport())
                    .setRaftNodeReportListener(MicroRaftLeadership.attach(listener, sink));
            store.restored()
                    .ifPresentOrElse(
                            builder::setRestoredState,
                            () -> builder.setLocalEndpoint(new Endpoint(server)).setInitialGroupMembers(endpoints()));
            return new Node(server, builder.build(), stateMachine, executor);
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

    /** What it says of itself; if it is paused, what it said last. */
    CompletableFuture<ServerStatus> status() {
        if (engine.getStatus() == RaftNodeStatus.INITIAL) { // it is alone, and would lead as soon as it is started
            return CompletableFuture.completedFuture(new ServerStatus(
                    Optional.empty(), OptionalLong.of(engine.getTerm().getTerm()), false, 0, 0, 0));
        }
        return paused.map(CompletableFuture::completedFuture)
                .orElseGet(() -> engine.getReport().thenApply(report -> status(report.getResult())));
    }

    private ServerStatus status(RaftNodeReport now) {
        return new ServerStatus(
                Optional.ofNullable(now.getTerm().getLeaderEndpoint()).map(Endpoint::server),
                OptionalLong.of(now.getTerm().getTerm()),
                now.getRole() == RaftRole.LEADER && tap.isReady(),
                now.getLog().getLastLogOrSnapshotIndex(),
                now.getLog().getCommitIndex(),
                now.getLog().getCommitIndex()); // it applies what it commits in the same step
    }

    /** Asks for votes now, as in a transfer: those who have heard a leader lately do not refuse them for that. */
    CompletableFuture<?> campaign() {
        if (engine.getStatus() == RaftNodeStatus.INITIAL) {
            return start();
        }
        return run(node -> {
            if (node.state().role() != RaftRole.LEADER) {
                node.leader(null);
                new LeaderElectionTask(node, false).run();
            }
        });
    }

    /** Follows nobody in the next term, as it would if it heard that there is one. */
    CompletableFuture<?> stepDown() {
        return run(node -> {
            if (node.state().role() == RaftRole.LEADER) {
                node.toFollower(node.state().term() + 1);
            }
        });
    }

    /** Does something with what is MicroRaft's own, on the thread of the server. */
    private CompletableFuture<?> run(Consumer<RaftNodeImpl> action) {
        return CompletableFuture.runAsync(() -> action.accept((RaftNodeImpl) engine), executor::execute);
    }

    CompletableFuture<Void> submit(byte[] command) {
        return engine.replicate(command).thenAccept(applied -> {});
    }

    CompletableFuture<?> snapshot() {
        return engine.takeSnapshot();
    }

    CompletableFuture<?> change(ServerId member, MembershipChangeMode mode) {
        return engine.changeMembership(
                new Endpoint(member), mode, engine.getCommittedMembers().getLogIndex());
    }

    CompletableFuture<?> pause() {
        return engine.getReport().thenAccept(report -> {
            paused = paused.or(() -> Optional.of(status(report.getResult())));
            executor.pause();
        });
    }

    /** On the given thread, which is that of the server: its own is paused. */
    CompletableFuture<?> resume(Executor thread) {
        return CompletableFuture.runAsync(
                () -> {
                    paused = Optional.empty();
                    executor.resume();
                },
                thread);
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
