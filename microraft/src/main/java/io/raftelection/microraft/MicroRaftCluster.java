package io.raftelection.microraft;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.spi.Nodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A real cluster of MicroRaft servers in this JVM, in memory: no sockets and no files. All its servers run on one
 * thread, which ends when it is closed. A server that is killed finds its term, vote and log again when it is
 * restarted.
 *
 * <p>MicroRaft counts heartbeats in seconds: a leader that is cut off or killed is missed after three.
 */
public final class MicroRaftCluster implements TestCluster {
    private final MicroRaftClusterBuilder settings;
    private final Network network = new Network(Runnable::run);
    private final EventLoop loop = new EventLoop();
    private final Nodes<Node> nodes;
    private final Map<ServerId, MemoryStore> stores = new LinkedHashMap<>();

    MicroRaftCluster(MicroRaftClusterBuilder settings) {
        this.settings = settings;
        this.nodes = new Nodes<>(settings.members, settings.sinks);
        servers().forEach(server -> stores.put(server, new MemoryStore()));
    }

    /**
     * {@return a builder of a cluster}
     *
     * @param servers 1 to 9 different ones
     * @param sinks where each is reported to, as {@code tracker::track}; asked once a server
     * @throws IllegalArgumentException if there are too few, too many or equal servers
     */
    public static MicroRaftClusterBuilder builder(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return new MicroRaftClusterBuilder(servers, sinks);
    }

    @Override
    public List<ServerId> servers() {
        return nodes.servers();
    }

    @Override
    public Optional<String> notOffered(Capability capability) {
        return switch (capability) {
            case ELECT, COMMANDS, SNAPSHOT, PAUSE, MEMBERSHIP -> Optional.of("not built yet");
            case TERMS, TRANSFER, CUT, ISOLATE, RESTART -> Optional.empty();
            case STEP_DOWN -> Optional.of("a leader gives way only to a server that is named");
        };
    }

    @Override
    public synchronized boolean isRunning(ServerId server) {
        return nodes.find(server).isPresent();
    }

    @Override
    public synchronized List<Claim> claims() {
        var claims = new ArrayList<Claim>();
        for (var node : nodes.running().values()) {
            try {
                node.await(node.claim()).ifPresent(claims::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return claims;
    }

    @Override
    public synchronized void start() throws IOException {
        nodes.start();
        try {
            for (var server : servers()) {
                start(server);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void start(ServerId server) throws IOException {
        var parts = new Node.Parts(
                servers(),
                settings.stateMachines.apply(server),
                settings.listeners.apply(server),
                nodes.sink(server),
                Optional.ofNullable(stores.get(server)).orElseThrow(),
                new Surroundings(loop, Clock.systemUTC(), new Random(), network.of(server)));
        var node = parts.node(server);
        network.connect(server, node.engine());
        try {
            node.await(node.start());
        } catch (IOException | RuntimeException e) {
            network.disconnect(server);
            var unused = node.terminate();
            throw e;
        }
        nodes.put(server, node);
    }

    /** Waits until the leader has committed its log, which is what MicroRaft asks for, and then until it has tried. */
    @Override
    public void transfer(ServerId server) throws IOException {
        var leader = leader(server);
        leader.await(leader.transfer(server));
    }

    /** The leader of the latest term. */
    private synchronized Node leader(ServerId next) {
        nodes.checkRuns(next);
        return claims().stream()
                .max(Comparator.comparing(claim -> claim.term().orElseThrow()))
                .flatMap(claim -> nodes.find(claim.server()))
                .orElseThrow(() -> new IllegalStateException("cluster: no server leads"));
    }

    /** It is cut off first: nobody hears anything of its end. */
    @Override
    public synchronized void kill(ServerId server) {
        var node = nodes.of(server);
        isolate(server);
        network.disconnect(server);
        nodes.remove(server);
        try {
            node.await(node.terminate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With what it had stored. */
    @Override
    public synchronized void restart(ServerId server) throws IOException {
        nodes.checkRestart(server);
        network.links().heal(server);
        start(server);
    }

    @Override
    public void cut(ServerId from, ServerId to) {
        nodes.check(from);
        nodes.check(to);
        network.links().cut(from, to);
    }

    @Override
    public void heal() {
        network.links().heal();
    }

    @Override
    public synchronized void close() {
        nodes.close();
        var ends = nodes.running().values().stream().map(Node::terminate).toList();
        nodes.clear();
        // Whoever does not end, or not in time, ends with the thread.
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                .exceptionally(failure -> null)
                .completeOnTimeout(null, Node.ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        loop.close();
    }
}
