package io.raftelection.microraft;

import io.microraft.MembershipChangeMode;
import io.microraft.RaftNode;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.spi.Instruments;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A real cluster of MicroRaft servers in this JVM, in memory: no sockets and no files. All its servers run on one
 * thread, which ends when it is closed. A server that is killed finds its term, vote and log again when it is
 * restarted.
 *
 * <p>MicroRaft counts heartbeats in seconds: a leader that is cut off or killed is missed after three. How much of the
 * log a snapshot leaves, it derives from how often it takes one; here a server takes one by itself after every 19
 * commits, so that one that lags behind a snapshot needs it.
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
        return Optional.empty();
    }

    @Override
    public synchronized boolean isRunning(ServerId server) {
        return nodes.find(server).isPresent();
    }

    @Override
    public synchronized List<Claim> claims() {
        var claims = new ArrayList<Claim>();
        nodes.running().forEach((server, node) -> {
            if (!instruments().isPaused(server)) { // it would not answer
                await(node, node.claim()).ifPresent(claims::add);
            }
        });
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
        instruments().started(server);
        var parts = new Node.Parts(
                settings.members.servers(),
                new Tap(settings.stateMachines.apply(server), server, instruments()),
                settings.listeners.apply(server),
                nodes.sink(server),
                Optional.ofNullable(stores.get(server)).orElseThrow(),
                new Surroundings(loop, Clock.systemUTC(), new Random(), network.of(server)));
        var node = parts.node(server);
        network.connect(server, node.engine());
        try {
            if (servers().size() > 1 || instruments().mayBeElected(server)) { // who is alone leads at once
                node.await(node.start());
            }
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
        node(server);
        var leader = leader();
        leader.await(leader.transfer(server));
    }

    private synchronized Node node(ServerId server) {
        return nodes.of(server);
    }

    /** It follows nobody in the next term, as it would if it heard that there is one. */
    @Override
    public void stepDown(ServerId leader) throws IOException {
        var node = node(leader);
        if (node.await(node.claim()).isEmpty()) {
            throw new IllegalStateException("server " + leader + ": does not lead");
        }
        node.await(node.stepDown());
    }

    @Override
    public Instruments instruments() {
        return network.instruments();
    }

    /** A server that is alone is elected as soon as it is started: if it may not be, that is when it campaigns. */
    @Override
    public void allow(Set<ServerId> candidates) {
        candidates.forEach(nodes::check);
        instruments().allow(candidates);
    }

    @Override
    public void campaign(ServerId server) throws IOException {
        var node = node(server);
        node.await(node.campaign());
    }

    @Override
    public ServerStatus status(ServerId server) {
        var node = node(server);
        return await(node, node.status());
    }

    /**
     * {@return MicroRaft's own server}
     *
     * @param server which one, running
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public RaftNode engine(ServerId server) {
        return node(server).engine();
    }

    /** By {@code replicate}: the state machine is given the array. */
    @Override
    public CompletionStage<Void> submit(ServerId server, byte[] command) {
        return node(server).submit(command);
    }

    @Override
    public void snapshot(ServerId server) throws IOException {
        var node = node(server);
        node.await(node.snapshot());
    }

    @Override
    public void pause(ServerId server) {
        var node = node(server);
        if (!instruments().isPaused(server)) {
            await(node, node.pause());
            instruments().paused(server, true);
        }
    }

    @Override
    public void resume(ServerId server) {
        var node = node(server);
        instruments().paused(server, false);
        await(node, node.resume(loop::execute));
    }

    private static <T> T await(Node node, CompletableFuture<T> answer) {
        try {
            return node.await(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void addServer(ServerId server) throws IOException {
        var leader = leader();
        nodes.add(server);
        stores.put(server, new MemoryStore());
        try {
            start(server);
            leader.await(leader.change(server, MembershipChangeMode.ADD_OR_PROMOTE_TO_FOLLOWER));
        } catch (IOException | RuntimeException e) {
            forget(server);
            throw e;
        }
    }

    @Override
    public synchronized void removeServer(ServerId server) throws IOException {
        nodes.check(server);
        var leader = leader();
        if (nodes.find(server).equals(Optional.of(leader))) {
            throw new IllegalArgumentException("server " + server + ": leads, expected one that does not");
        }
        leader.await(leader.change(server, MembershipChangeMode.REMOVE_MEMBER));
        forget(server);
    }

    private void forget(ServerId server) {
        if (nodes.find(server).isPresent()) {
            kill(server);
        }
        nodes.leave(server);
        stores.remove(server);
    }

    /** The leader of the latest term. */
    private synchronized Node leader() {
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
        instruments().paused(server, false);
        await(node, node.resume(loop::execute));
        await(node, node.terminate());
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
        nodes.running().values().forEach(node -> await(node, node.resume(loop::execute)));
        var ends = nodes.running().values().stream().map(Node::terminate).toList();
        nodes.clear();
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                    .get(Node.ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // whoever does not end, or not in time, ends with the thread
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.close();
    }
}
