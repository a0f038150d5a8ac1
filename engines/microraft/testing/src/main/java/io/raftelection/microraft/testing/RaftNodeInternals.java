package io.raftelection.microraft.testing;

import io.microraft.RaftEndpoint;
import io.microraft.RaftRole;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.FollowerState;
import io.microraft.impl.state.RaftState;
import io.microraft.impl.task.LeaderElectionTask;
import io.raftelection.testing.ServerStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Operations of a test on one server for which MicroRaft has no public method. Each consists of MicroRaft's own steps,
 * in one task of the server; decision 21 gives the reasons.
 */
record RaftNodeInternals(RaftNodeImpl engine) {

    private CompletableFuture<Void> run(Runnable deed) {
        return CompletableFuture.runAsync(deed, engine.getExecutor()::execute);
    }

    /** Reads its status on the thread that runs it, also while the server is paused. */
    CompletableFuture<ServerStatus> status(Executor thread) {
        return CompletableFuture.supplyAsync(() -> status(engine.state()), thread);
    }

    private static ServerStatus status(RaftState state) {
        var log = state.log();
        var committed =
                state.commitIndex() == log.snapshotIndex() ? log.snapshotEntry() : log.getLogEntry(state.commitIndex());
        return new ServerStatus(
                Optional.ofNullable(state.leader()).map(Endpoint::server),
                OptionalLong.of(state.term()),
                state.role() == RaftRole.LEADER && committed.getTerm() == state.term(),
                log.lastLogOrSnapshotIndex(),
                state.commitIndex(),
                state.lastApplied());
    }

    /**
     * Makes it request votes unless it leads. As in a transfer, no voter refuses because of the present leader.
     *
     * @param latest the latest term of any server; it requests votes in a later one
     */
    void campaign(int latest) {
        var unused = run(() -> {
            if (engine.state().role() == RaftRole.LEADER) {
                return;
            }
            if (engine.state().term() < latest) {
                engine.toFollower(latest);
            }
            engine.leader(null);
            if (isAlone()) {
                engine.toSingletonLeader();
            } else {
                new LeaderElectionTask(engine, false).run();
            }
        });
    }

    private boolean isAlone() {
        return engine.state().leaderElectionQuorumSize() == 1;
    }

    /**
     * Makes it step down by adopting a later term. Completes with whether it led.
     *
     * @param forGood whether it must not lead again until it campaigns; a single server would otherwise elect itself
     */
    CompletableFuture<Boolean> stepDown(boolean forGood) {
        return CompletableFuture.supplyAsync(
                () -> {
                    boolean led = engine.state().role() == RaftRole.LEADER;
                    if (led) {
                        engine.toFollower(engine.state().term() + 1);
                    }
                    if (led && forGood && isAlone()) {
                        engine.state().initPreCandidateState();
                    }
                    return led;
                },
                engine.getExecutor()::execute);
    }

    /** Makes a leader send at once to servers that did not answer. Otherwise it would wait for up to two seconds. */
    void sendAgain() {
        var unused = run(() -> followers().forEach((follower, known) -> {
            known.resetRequestBackoff();
            engine.sendAppendEntriesRequest(follower);
        }));
    }

    private Map<RaftEndpoint, FollowerState> followers() {
        var leading = engine.state().leaderState();
        return leading == null ? Map.of() : leading.getFollowerStates();
    }

    /**
     * Takes a snapshot. MicroRaft would keep thousands of entries for servers that lag a little, so no server appears
     * to lag while it decides.
     */
    CompletableFuture<?> snapshot() {
        var lagging = new HashMap<FollowerState, Long>();
        var unused = run(() -> {
            long applied = engine.state().lastApplied();
            for (var known : followers().values()) {
                if (known.matchIndex() < applied) {
                    lagging.put(known, known.matchIndex());
                    known.matchIndex(applied);
                }
            }
        });
        var taken = engine.takeSnapshot();
        var unusedToo = run(() -> lagging.forEach((known, matched) -> known.matchIndex(matched)));
        return taken;
    }
}
