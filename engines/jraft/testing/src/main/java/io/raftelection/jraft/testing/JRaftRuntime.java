package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.conf.Configuration;
import io.raftelection.ServerId;
import io.raftelection.jraft.JRaftLeadership;
import io.raftelection.testing.Capability;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.ServerConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** JRaft nodes that talk to each other by direct calls and keep their logs in memory. */
final class JRaftRuntime implements EngineRuntime {
    private final JRaftEngineBuilder settings;
    private final MessageFilter filter;
    private final Network network;
    private final Map<ServerId, Storage> storages = new ConcurrentHashMap<>();

    private volatile Set<ServerId> voters;

    JRaftRuntime(JRaftEngineBuilder settings, List<ServerId> servers, MessageFilter filter) {
        this.settings = settings;
        this.filter = filter;
        this.voters = Set.copyOf(servers);
        this.network = new Network(servers, new MessageGate(filter));
    }

    @Override
    public Optional<String> notOffered(Capability capability) {
        return switch (capability) {
            case PAUSE -> Optional.of("its servers share threads, which cannot be stopped for one");
            case TERMS, TRANSFER, STEP_DOWN, CUT, ISOLATE, RESTART, ELECT, COMMANDS, SNAPSHOT, MEMBERSHIP, LEARNERS ->
                Optional.empty();
        };
    }

    @Override
    public EngineServer start(ServerConfig config) throws IOException {
        var server = config.id();
        network.add(server);
        var storage = storages.computeIfAbsent(server, first -> storage(config));
        var counting = new CountingStateMachine(settings.stateMachines.apply(server), config.counter());
        var stateMachine = JRaftLeadership.attach(
                counting.stateMachine(), config.sink(), peer -> network.server(peer.getEndpoint()));
        return JRaftServer.start(server, stateMachine, counting, settings, network, storage);
    }

    private Storage storage(ServerConfig config) {
        var initial =
                config.isMember() ? network.configuration(config.voters(), config.learners()) : new Configuration();
        return new Storage(initial, config.directory().resolve("snapshots"), () -> mayStand(config.id()));
    }

    /** A single voter elects itself without sending messages, so that the filter has no effect. */
    private boolean mayStand(ServerId server) {
        return !voters.equals(Set.of(server)) || filter.mayBeElected(server);
    }

    @Override
    public void votersChanged(Set<ServerId> voters) {
        this.voters = voters;
    }

    @Override
    public void forget(ServerId server) {
        storages.remove(server);
    }

    @Override
    public void close() {
        network.close();
    }
}
