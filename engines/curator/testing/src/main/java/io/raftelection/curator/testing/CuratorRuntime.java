package io.raftelection.curator.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.Capability;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.Patience;
import io.raftelection.testing.spi.ServerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * One ZooKeeper and its clients. The runtime's lock is held while latches change places in the queue, so that two
 * elections do not undo each other.
 */
final class CuratorRuntime implements EngineRuntime {
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(10), Duration.ofMillis(5));

    private final CuratorEngineBuilder settings;
    private final MessageFilter filter;
    private final Map<ServerId, LatchServer> running = new ConcurrentHashMap<>();
    private final Set<Session> sessionsOfKilled = ConcurrentHashMap.newKeySet();
    private volatile Set<ServerId> voters;
    private volatile Optional<EmbeddedZooKeeper> zooKeeper = Optional.empty();

    /** A session that ZooKeeper still keeps for a client that is gone. */
    private record Session(ServerId server, long id) {}

    CuratorRuntime(CuratorEngineBuilder settings, List<ServerId> servers, MessageFilter filter) {
        this.settings = settings;
        this.voters = Set.copyOf(servers);
        this.filter = filter;
    }

    @Override
    public Optional<String> notOffered(Capability capability) {
        return switch (capability) {
            case TERMS -> Optional.of("a latch has no term, only a token to fence with");
            case TRANSFER, STEP_DOWN, ISOLATE, RESTART, ELECT, MEMBERSHIP -> Optional.empty();
            case CUT -> Optional.of("servers talk to ZooKeeper, and not to each other");
            case COMMANDS, SNAPSHOT -> Optional.of("a latch has no log, it only says who leads");
            case LEARNERS -> Optional.of("a latch has no log that a learner could follow");
            case PAUSE -> Optional.of("the threads of one client cannot be stopped inside a JVM");
        };
    }

    /** A server stores nothing, so that a restart is like a first start. */
    @Override
    public EngineServer start(ServerConfig config) throws IOException, InterruptedException {
        if (zooKeeper.isEmpty()) {
            zooKeeper = Optional.of(EmbeddedZooKeeper.start());
        }
        var server = LatchServer.start(this, config, settings, zooKeeper().port());
        try {
            server.queueUp();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        running.put(config.id(), server);
        return server;
    }

    private EmbeddedZooKeeper zooKeeper() {
        return zooKeeper.orElseThrow(() -> new IllegalStateException("cluster: not started, or closed"));
    }

    boolean mayBeElected(ServerId server) {
        return voters.contains(server) && filter.mayBeElected(server);
    }

    /** A server outside the configuration does not queue up. */
    @Override
    public void votersChanged(Set<ServerId> voters) {
        this.voters = voters;
        candidatesChanged();
    }

    /** Servers talk only to ZooKeeper, so an isolated server is disconnected from ZooKeeper. */
    @Override
    public void linksChanged() {
        running.values().forEach(server -> server.setCut(filter.isCut(server.id(), server.id())));
    }

    /** A server that may not be elected is not in the queue, unless it leads. */
    @Override
    public void candidatesChanged() {
        running.values().forEach(LatchServer::candidatesChanged);
    }

    /**
     * Makes a server join the queue, and the servers before it leave. The sessions of killed servers end now; ZooKeeper
     * itself would end them later.
     */
    void campaign(LatchServer server) throws IOException, InterruptedException {
        server.queueUp();
        endSessions(session -> true);
        if (!server.isCut()) {
            moveToFront(server);
        }
    }

    void transfer(ServerId next) throws IOException, InterruptedException {
        var server = running.get(next);
        if (server == null) {
            throw new IOException("server " + next + ": does not run any longer");
        }
        moveToFront(server);
    }

    /**
     * Makes all servers before this one leave the queue and join it again, the leader last. Waits up to ten seconds for
     * each.
     */
    private synchronized void moveToFront(LatchServer server) throws IOException, InterruptedException {
        if (!isInQueue(server)) {
            throw new IOException("server " + server.id() + ": does not contend");
        }
        var nodes = zooKeeper().latchNodes();
        int place = server.placeIn(nodes);
        var before = running.values().stream()
                .filter(other -> other.placeIn(nodes) >= 0 && other.placeIn(nodes) < place)
                .filter(other -> !other.isCut())
                .sorted(Comparator.comparing((LatchServer other) -> other.placeIn(nodes))
                        .reversed())
                .toList();
        for (var other : before) {
            requeue(other);
        }
    }

    /** Makes a server leave the queue and, if it may be elected, waits until it has joined it again. */
    synchronized void requeue(LatchServer server) throws IOException, InterruptedException {
        server.leaveQueue();
        server.queueUp();
        if (!isInQueue(server) && server.isQueuing()) {
            throw new IOException("cluster: ZooKeeper does not answer");
        }
    }

    /**
     * Waits until a server is in the queue. Ends early if the server no longer joins it. One look is enough: a latch
     * whose connection is restored leaves the queue and joins it again.
     */
    private boolean isInQueue(LatchServer server) throws InterruptedException {
        var isThere = new AtomicBoolean();
        PATIENCE.until(() -> {
            isThere.set(placeOf(server) >= 0);
            return isThere.get() || !server.isQueuing();
        });
        return isThere.get();
    }

    private int placeOf(LatchServer server) {
        return server.placeIn(zooKeeper().latchNodes());
    }

    /** Notes that a server has crashed, and the session that it leaves. */
    void crashed(LatchServer server, Optional<Long> session) {
        running.remove(server.id(), server);
        session.ifPresent(id -> sessionsOfKilled.add(new Session(server.id(), id)));
    }

    void closed(LatchServer server) {
        running.remove(server.id(), server);
    }

    /** A server that was removed must not lead, so its session ends now, before it expires. */
    @Override
    public void forget(ServerId server) {
        endSessions(session -> session.server().equals(server));
    }

    private void endSessions(Predicate<Session> which) {
        sessionsOfKilled.removeIf(session -> {
            boolean ends = which.test(session);
            if (ends) {
                zooKeeper().endSession(session.id());
            }
            return ends;
        });
    }

    /** A client that reaches ZooKeeper closes at once. */
    @Override
    public void closeAll(List<EngineServer> servers) {
        running.values().forEach(server -> server.setCut(false));
        servers.forEach(EngineServer::close);
    }

    @Override
    public void close() {
        zooKeeper.ifPresent(EmbeddedZooKeeper::close);
        zooKeeper = Optional.empty();
    }
}
