package io.raftelection.microraft.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.Capability;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MembershipChange;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.ServerConfig;
import io.raftelection.testing.spi.Uninterruptibly;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** MicroRaft servers in memory, all on one thread. A server's term, vote and log outlive it until it is forgotten. */
final class MicroRaftRuntime implements EngineRuntime {
    private final MicroRaftEngineBuilder settings;
    private final List<ServerId> initial;
    private final MessageFilter filter;
    private final Network network;
    private final EventLoop loop = new EventLoop();
    private final Map<ServerId, PersistentServer> persistent = new ConcurrentHashMap<>();
    private final Map<ServerId, MicroRaftServer> running = new ConcurrentHashMap<>();
    private Set<ServerId> voters;

    MicroRaftRuntime(MicroRaftEngineBuilder settings, List<ServerId> servers, MessageFilter filter) {
        this.settings = settings;
        this.initial = servers;
        this.filter = filter;
        this.network = new Network(Runnable::run, filter);
        this.voters = Set.copyOf(servers);
    }

    @Override
    public Optional<String> notOffered(Capability capability) {
        return Optional.empty();
    }

    @Override
    public EngineServer start(ServerConfig config) throws IOException, InterruptedException {
        var id = config.id();
        var kept = persistent(id);
        var node = new Node.Parts(
                        settings.config(id),
                        initial,
                        new CountingStateMachine(settings.stateMachines.apply(id), config.counter()),
                        settings.listeners.apply(id),
                        config.sink(),
                        kept.disk(),
                        new Environment(kept.executor(), Clock.systemUTC(), new Random(), network.of(id)))
                .node(kept.endpoint());
        network.connect(id, node.engine());
        try {
            if (!voters.equals(Set.of(id)) || filter.mayBeElected(id)) { // otherwise it would elect itself
                node.await(node.start());
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            network.disconnect(id);
            var unused = node.terminate();
            throw e;
        }
        var server = new MicroRaftServer(this, node, kept.executor());
        running.put(id, server);
        return server;
    }

    private PersistentServer persistent(ServerId server) {
        return persistent.computeIfAbsent(server, first -> new PersistentServer(new Endpoint(server), loop));
    }

    Endpoint endpoint(ServerId server) {
        return persistent(server).endpoint();
    }

    EventLoop loop() {
        return loop;
    }

    boolean mayBeElected(ServerId server) {
        return filter.mayBeElected(server);
    }

    /** Whether every member that a leader can talk with has applied a configuration. */
    boolean know(MembershipChange change, ServerId leader, long index) {
        return Stream.concat(change.voters().stream(), change.learners().stream())
                .filter(member -> !filter.isCut(leader, member) && !filter.isCut(member, leader))
                .flatMap(member -> Optional.ofNullable(running.get(member)).stream())
                .filter(server -> !server.isPaused())
                .allMatch(server -> server.node().membersKnownTo() >= index);
    }

    void ended(ServerId server) {
        network.disconnect(server);
        running.remove(server);
    }

    /** Makes leaders send at once over restored links. MicroRaft itself would wait for up to two seconds. */
    @Override
    public void linksChanged() {
        running.values().forEach(server -> server.node().internals().sendAgain());
    }

    @Override
    public void votersChanged(Set<ServerId> voters) {
        this.voters = voters;
    }

    /** If the server is added again, MicroRaft sees a different server with the same name. */
    @Override
    public void forget(ServerId server) {
        persistent.computeIfPresent(server, (id, kept) -> kept.successor(loop));
    }

    @Override
    public void closeAll(List<EngineServer> servers) {
        var ending = List.copyOf(running.values());
        ending.forEach(MicroRaftServer::forgetPause);
        var ends = ending.stream().map(server -> server.node().terminate()).toArray(CompletableFuture[]::new);
        Uninterruptibly.await(CompletableFuture.allOf(ends), Node.ANSWER);
        ending.forEach(server -> ended(server.node().server()));
        close(); // a server that has not ended in time ends with the thread
        ending.forEach(server -> server.node().forget());
    }

    @Override
    public void close() {
        loop.close();
    }
}
