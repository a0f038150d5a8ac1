package io.raftelection.microraft.testing;

import io.microraft.MembershipChangeMode;
import io.raftelection.ServerId;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MembershipChange;
import io.raftelection.testing.spi.Uninterruptibly;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One running server of a test cluster. */
final class MicroRaftServer implements EngineServer {
    private final MicroRaftRuntime runtime;
    private final Node node;
    private final PausableExecutor executor;
    private volatile boolean isPaused;

    MicroRaftServer(MicroRaftRuntime runtime, Node node, PausableExecutor executor) {
        this.runtime = runtime;
        this.node = node;
        this.executor = executor;
    }

    Node node() {
        return node;
    }

    private ServerId id() {
        return node.server();
    }

    /** Reads the status on the thread of the servers, also while this server is paused. */
    @Override
    public ServerStatus status() {
        var status = node.internals().status(runtime.loop()::execute);
        Uninterruptibly.await(status, Node.ANSWER);
        if (!status.isDone()) {
            throw new IllegalStateException("server " + id() + ": does not answer");
        }
        return status.join();
    }

    /**
     * Starts an election in a term later than that of any server. As in a transfer, voters ignore the present leader.
     */
    @Override
    public void campaign(long latestTerm) throws IOException, InterruptedException {
        if (!node.isStarted()) {
            node.await(node.start());
        }
        node.internals().campaign(Math.toIntExact(latestTerm));
    }

    /** Makes it adopt a later term, in which it knows no leader. */
    @Override
    public void stepDown() throws IOException, InterruptedException {
        if (!node.await(node.internals().stepDown(!runtime.mayBeElected(id())))) {
            throw new IllegalStateException("server " + id() + ": does not lead");
        }
    }

    /** Waits until the leader has committed its log, which MicroRaft requires, and then until it has tried. */
    @Override
    public void transfer(ServerId next) throws IOException, InterruptedException {
        node.await(node.transfer(runtime.endpoint(next)));
    }

    @Override
    public CompletionStage<Void> submit(byte[] command) {
        return node.submit(command);
    }

    /**
     * Takes a snapshot. A leader then drops its whole log up to there. A follower keeps up to 5,000 entries, as is
     * usual in MicroRaft.
     */
    @Override
    public void snapshot() throws IOException, InterruptedException {
        node.await(node.internals().snapshot());
    }

    @Override
    public void changeMembers(MembershipChange change) throws IOException, InterruptedException {
        var mode = switch (change.kind()) {
            case VOTER -> MembershipChangeMode.ADD_OR_PROMOTE_TO_FOLLOWER;
            case LEARNER -> MembershipChangeMode.ADD_LEARNER;
            case REMOVED -> MembershipChangeMode.REMOVE_MEMBER;
        };
        long index = node.await(node.change(runtime.endpoint(change.server()), mode));
        if (!Node.PATIENCE.until(() -> runtime.know(change, id(), index))) {
            throw new IOException("server " + change.server() + ": not all know of " + mode);
        }
    }

    @Override
    public void pause() {
        isPaused = true;
        Uninterruptibly.await(executor.pause(), Node.ANSWER);
    }

    @Override
    public void resume() {
        executor.resume();
        isPaused = false;
    }

    boolean isPaused() {
        return isPaused;
    }

    void forgetPause() {
        executor.clear();
        isPaused = false;
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(node.engine()) ? Optional.of(type.cast(node.engine())) : Optional.empty();
    }

    @Override
    public void close() {
        runtime.ended(id());
        forgetPause();
        Uninterruptibly.await(node.terminate(), Node.ANSWER);
        node.forget();
    }
}
