package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.Capability;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MembershipChange;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.Patience;
import io.raftelection.testing.spi.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.util.FileUtils;

/** Ratis servers of one group, which keep their logs in the cluster's directory. */
final class RatisRuntime implements EngineRuntime {
    /** The longest wait until a server has received entries of its leader, for which Ratis has no event. */
    private static final Patience CATCH_UP = new Patience(Duration.ofSeconds(20), Duration.ofMillis(5));

    /** How long the port of a server that was killed may be in use by another program before its restart fails. */
    private static final Patience PORT = new Patience(Duration.ofSeconds(3), Duration.ofMillis(20));

    private final RatisEngineBuilder settings;
    private final MessageFilter filter;
    private final Peers peers;
    private final MessageGate gate;
    private final MemoryTransport.Network network;
    private final Map<ServerId, RatisServer> running = new ConcurrentHashMap<>();
    private volatile Set<ServerId> voters;
    private volatile boolean isStarted;

    RatisRuntime(RatisEngineBuilder settings, List<ServerId> servers, MessageFilter filter) {
        this.settings = settings;
        this.filter = filter;
        this.voters = Set.copyOf(servers);
        this.peers = new Peers(settings.transport == Transport.GRPC ? settings.ports : FreePorts.NONE);
        this.gate = new MessageGate(filter, this::isStarted);
        this.network = new MemoryTransport.Network(gate);
    }

    private boolean isStarted() {
        return isStarted;
    }

    @Override
    public Optional<String> notOffered(Capability capability) {
        return switch (capability) {
            case PAUSE -> Optional.of("a server's threads cannot be stopped while others in the same JVM run");
            case TERMS, TRANSFER, STEP_DOWN, CUT, ISOLATE, RESTART, ELECT, COMMANDS, SNAPSHOT, MEMBERSHIP, LEARNERS ->
                Optional.empty();
        };
    }

    /** The transport in memory does not need a disk either. */
    @Override
    public Path parentDirectory() {
        return Optional.of(settings.transport)
                .filter(Transport.MEMORY::equals)
                .flatMap(memory -> MemoryDirectory.find())
                .orElseGet(EngineRuntime.super::parentDirectory);
    }

    /** The servers start at the same time, because each start writes to its directory. */
    @Override
    public List<EngineServer> startAll(List<ServerConfig> configs) throws IOException, InterruptedException {
        var servers = FreePorts.use(() -> startNew(configs));
        isStarted = true;
        return List.copyOf(servers);
    }

    @Override
    public EngineServer start(ServerConfig config) throws IOException, InterruptedException {
        boolean isNew = !peers.isKnown(config.id());
        var servers = isNew ? FreePorts.use(() -> startNew(List.of(config))) : startAgain(config);
        var server = servers.get(0);
        if (config.isRestart()) {
            try {
                awaitLeader(config, server);
            } catch (InterruptedException | RuntimeException e) {
                server.close();
                throw e;
            }
        }
        return server;
    }

    private List<RatisServer> startNew(List<ServerConfig> configs) throws IOException, InterruptedException {
        peers.assign(configs.stream().map(ServerConfig::id).toList());
        try {
            return start(configs, StartupOption.FORMAT);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            for (var config : configs) { // the next attempt needs an empty directory, and another port
                peers.forget(config.id());
                FileUtils.deleteFully(config.directory());
                Files.createDirectory(config.directory());
            }
            throw e;
        }
    }

    /** Starts a server that ran before, on its former port: other servers keep the address that they have learned. */
    private List<RatisServer> startAgain(ServerConfig config) throws IOException, InterruptedException {
        if (settings.transport == Transport.GRPC) {
            var unused = PORT.until(() -> peers.isPortFree(config.id())); // if it is not, the start fails and says why
        }
        return start(List.of(config), config.isRestart() ? StartupOption.RECOVER : StartupOption.FORMAT);
    }

    /**
     * Waits until a restarted server has a log. A candidate with a log does not count the vote of a server without one,
     * so such a server waits for its leader.
     */
    private void awaitLeader(ServerConfig config, RatisServer server) throws InterruptedException {
        CATCH_UP.until(() -> server.hasLog() || !config.isMember() || !isInMajority(config.id()) || isWithoutLeader());
    }

    private List<RatisServer> start(List<ServerConfig> configs, StartupOption option)
            throws IOException, InterruptedException {
        var servers = new ArrayList<RatisServer>();
        var creations = configs.stream()
                .map(config -> RatisServer.prepare(this, config, option))
                .toList();
        try {
            for (var creation : creations) {
                servers.add(creation.create());
            }
            Parallel.rethrow(
                    Parallel.run("start", servers, server -> server.start(isKeptFromElections(server.id())), () -> {}));
            if (Thread.interrupted()) {
                throw new InterruptedException("servers: interrupted while they started");
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            ParallelClose.of(servers);
            throw e;
        }
        servers.forEach(server -> running.put(server.id(), server));
        return servers;
    }

    private boolean isInMajority(ServerId server) {
        long linked = running.keySet().stream()
                .filter(voters::contains)
                .filter(other -> !filter.isCut(other, server) && !filter.isCut(server, other))
                .count();
        return 2 * linked > voters.size();
    }

    /** Whether no server leads and none can be elected. */
    private boolean isWithoutLeader() {
        return running.values().stream().noneMatch(server -> server.info().isLeader())
                && voters.stream().noneMatch(filter::mayBeElected);
    }

    RatisEngineBuilder settings() {
        return settings;
    }

    Peers peers() {
        return peers;
    }

    Parameters parameters() {
        var parameters = network.parameters();
        if (settings.transport == Transport.GRPC) {
            GrpcFilter.into(parameters, gate);
        }
        return parameters;
    }

    /** Waits until the running members take part, which they do once their leader has added them. */
    void awaitMembers(MembershipChange change) throws InterruptedException {
        CATCH_UP.until(() -> running.values().stream()
                .filter(server -> change.voters().contains(server.id())
                        || change.learners().contains(server.id()))
                .allMatch(RatisServer::isMember));
    }

    void ended(RatisServer server) {
        running.remove(server.id(), server);
    }

    @Override
    public void candidatesChanged() {
        keepSingleServerFromElections();
    }

    @Override
    public void votersChanged(Set<ServerId> voters) {
        this.voters = voters;
        keepSingleServerFromElections();
    }

    /** A single server elects itself without sending messages, so that the filter has no effect. */
    private void keepSingleServerFromElections() {
        running.forEach((id, server) -> {
            try {
                server.keepFromElections(isKeptFromElections(id));
            } catch (IOException e) {
                throw new UncheckedIOException("server " + id + ": cannot be kept from elections", e);
            }
        });
    }

    private boolean isKeptFromElections(ServerId server) {
        return voters.equals(Set.of(server)) && !filter.mayBeElected(server);
    }

    @Override
    public void closeAll(List<EngineServer> servers) {
        ParallelClose.of(List.copyOf(running.values()));
    }

    @Override
    public void close() {
        network.close();
    }
}
