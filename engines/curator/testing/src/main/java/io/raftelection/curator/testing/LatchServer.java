package io.raftelection.curator.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.ServerId;
import io.raftelection.curator.CuratorLeadership;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.EngineSettings;
import io.raftelection.testing.spi.MembershipChange;
import io.raftelection.testing.spi.ServerConfig;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatch.CloseMode;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryForever;
import org.apache.curator.utils.ZKPaths;

/**
 * One running server: a client of ZooKeeper that queues up with one latch after the other, and has none while it may
 * not be elected. Its lock is held while a latch starts or closes, which does not wait for ZooKeeper.
 */
final class LatchServer implements EngineServer {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int RETRY_MILLIS = 50;

    private final CuratorRuntime runtime;
    private final ServerConfig config;
    private final TcpProxy proxy;
    private final CuratorEngineBuilder settings;
    private final CuratorFramework client;
    private final LatchNodes nodes;

    @GuardedBy("this")
    private Optional<LeaderLatch> latch = Optional.empty();

    @GuardedBy("this")
    private boolean hasEnded;

    private LatchServer(
            CuratorRuntime runtime,
            ServerConfig config,
            TcpProxy proxy,
            CuratorEngineBuilder settings,
            CuratorFramework client) {
        this.runtime = runtime;
        this.config = config;
        this.proxy = proxy;
        this.settings = settings;
        this.client = client;
        this.nodes = new LatchNodes(client);
        client.getConnectionStateListenable().addListener((same, state) -> connectionChanged(state));
        client.start();
    }

    /** Starts a client that does not queue up yet. */
    static LatchServer start(CuratorRuntime runtime, ServerConfig config, CuratorEngineBuilder settings, int zooKeeper)
            throws IOException {
        var builder = CuratorFrameworkFactory.builder()
                .sessionTimeoutMs((int) settings.electionTimeout.toMillis())
                .connectionTimeoutMs(CONNECT_MILLIS)
                .retryPolicy(new RetryForever(RETRY_MILLIS));
        EngineSettings.configure(settings.configuration, config.id(), builder);
        var proxy = new TcpProxy(zooKeeper);
        var client = builder.connectString(proxy.address()).namespace(null).build();
        return new LatchServer(runtime, config, proxy, settings, client);
    }

    ServerId id() {
        return config.id();
    }

    /** The latch with which the server queues up now. */
    synchronized Optional<LeaderLatch> latch() {
        return latch;
    }

    private boolean mayBeElected() {
        return runtime.mayBeElected(id());
    }

    /** Queues up, unless it is in the queue already, may not be elected, or has ended. */
    synchronized void queueUp() {
        if (latch.isPresent() || hasEnded || !mayBeElected()) {
            return;
        }
        var next = new LeaderLatch(client, LatchNodes.PATH, id().value());
        CuratorLeadership.attach(client, next, config.sink());
        settings.latches.accept(id(), next);
        try {
            next.start();
        } catch (Exception e) {
            throw new IllegalStateException("server " + id() + ": its latch is not started", e);
        }
        latch = Optional.of(next);
    }

    /** Leaves the queue, and no longer leads. */
    void leaveQueue() {
        closeLatch(CloseMode.SILENT);
    }

    private synchronized void closeLatch(CloseMode mode) {
        var present = latch;
        latch = Optional.empty();
        if (present.isPresent() && !hasEnded) { // a client that was closed has closed its latch's connection, too
            try {
                present.get().close(mode);
            } catch (IOException e) {
                throw new IllegalStateException("server " + id() + ": its latch is not closed", e);
            }
        }
    }

    /** Queues up or leaves the queue, now that other servers may be elected than before. A leader stays. */
    synchronized void candidatesChanged() {
        if (mayBeElected()) {
            queueUp();
        } else if (!leads()) {
            leaveQueue();
        }
    }

    /**
     * A leader whose connection is interrupted has lost leadership. It would lead again if its node were still there,
     * or queue up anew.
     */
    private synchronized void connectionChanged(ConnectionState state) {
        if (!state.isConnected() && !mayBeElected()) {
            closeLatch(CloseMode.NOTIFY_LEADER);
        }
    }

    private boolean leads() {
        return latch().filter(LeaderLatch::hasLeadership).isPresent();
    }

    /** Reports other servers as ZooKeeper answers, if ZooKeeper can be reached. */
    @Override
    public ServerStatus status() {
        boolean leads = leads();
        return new ServerStatus(leads ? Optional.of(id()) : otherLeader(), OptionalLong.empty(), leads, 0, 0, 0);
    }

    /** The first in the queue; the server itself does not lead until its latch says so. */
    private Optional<ServerId> otherLeader() {
        return isCut()
                ? Optional.empty()
                : nodes.inOrder().stream().findFirst().flatMap(nodes::server).filter(leader -> !leader.equals(id()));
    }

    /** Returns its place in the queue; negative if it is not there. */
    int placeIn(List<String> queue) {
        return latch().map(LeaderLatch::getOurPath)
                .map(ZKPaths::getNodeFromPath)
                .map(queue::indexOf)
                .orElse(-1);
    }

    /** Whether its latch joins the queue, or is in it: it then has one, is not isolated and has not ended. */
    synchronized boolean isQueuing() {
        return latch.isPresent() && !hasEnded && !isCut();
    }

    boolean isCut() {
        return proxy.isCut();
    }

    void setCut(boolean isCut) {
        if (isCut) {
            proxy.cut();
        } else {
            proxy.heal();
        }
    }

    @Override
    public void campaign(long latestTerm) throws IOException, InterruptedException {
        runtime.campaign(this);
    }

    @Override
    public void stepDown() throws IOException, InterruptedException {
        if (!leads()) {
            throw new IllegalStateException("server " + id() + ": does not lead");
        }
        runtime.requeue(this);
    }

    @Override
    public void transfer(ServerId next) throws IOException, InterruptedException {
        runtime.transfer(next);
    }

    @Override
    public CompletionStage<Void> submit(byte[] command) {
        throw new UnsupportedOperationException("commands");
    }

    @Override
    public void snapshot() {
        throw new UnsupportedOperationException("snapshots");
    }

    /** Does nothing: the server queues up when the runtime is notified of the voters. */
    @Override
    public void changeMembers(MembershipChange change) {}

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        if (type == LeaderLatch.class) {
            return latch().map(type::cast);
        }
        return type.isInstance(client) ? Optional.of(type.cast(client)) : Optional.empty();
    }

    /** ZooKeeper is not notified, and keeps the server's place in the queue until the session expires. */
    @Override
    public void crash() {
        var session = session();
        end();
        proxy.close();
        client.close();
        runtime.crashed(this, session);
    }

    private synchronized void end() {
        hasEnded = true;
    }

    private Optional<Long> session() {
        var connection = client.getZookeeperClient();
        try {
            return connection.isConnected()
                    ? Optional.of(connection.getZooKeeper().getSessionId())
                    : Optional.empty();
        } catch (Exception e) {
            return Optional.empty(); // the connection was interrupted meanwhile
        }
    }

    @Override
    public void close() {
        end();
        client.close();
        proxy.close();
        runtime.closed(this);
    }
}
