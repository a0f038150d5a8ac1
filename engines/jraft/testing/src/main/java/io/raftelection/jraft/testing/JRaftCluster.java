package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.conf.Configuration;
import io.raftelection.ServerId;
import io.raftelection.jraft.JRaftLeadership;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.spi.Instruments;
import io.raftelection.testing.spi.Nodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.commons.io.FileUtils;

/**
 * A real cluster of JRaft nodes in this JVM. It offers everything that a {@link TestCluster} can do, but to pause a
 * server. Its nodes talk to each other by direct calls and keep their logs in memory, so that it needs no ports, no
 * files but those of snapshots, and none of JRaft's dependencies for them (Bolt, Netty, RocksDB): there is no other way
 * to run it.
 *
 * <p>A command that is submitted through the cluster comes to all state machines without a closure, as to a follower.
 * Those of the user's own tasks come to them as ever.
 *
 * <p>In JRaft's own words, the n-th server is {@code server:n}. JRaft keeps three pools of daemon threads for the whole
 * JVM, whose threads outlive a cluster: {@code JRaft-Rpc-Closure-Executor}, {@code JRaft-Group-Default-Executor} and
 * {@code JRaft-Internal-Closure-Executor}.
 */
public final class JRaftCluster implements TestCluster {
    private final JRaftClusterBuilder settings;
    private final Instruments instruments = new Instruments();
    private final Network network;
    private final Nodes<Member> nodes;
    private final Map<ServerId, Storage> storages = new ConcurrentHashMap<>();
    private Optional<Path> directory = Optional.empty();

    /** Then a server asks nobody for votes, and no gate keeps it from being elected. */
    private volatile boolean alone;

    JRaftCluster(JRaftClusterBuilder settings) {
        this.settings = settings;
        this.nodes = new Nodes<>(settings.members, settings.sinks);
        this.network = new Network(servers(), new Gate(instruments, this::term));
    }

    /**
     * {@return a builder of a cluster}
     *
     * @param servers 1 to 9 different ones
     * @param sinks where each is reported to, as {@code tracker::track}; asked once a server
     * @throws IllegalArgumentException if there are too few, too many or equal servers
     */
    public static JRaftClusterBuilder builder(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return new JRaftClusterBuilder(servers, sinks);
    }

    /**
     * {@return JRaft's own handle of a server, for what is JRaft's own} It ends with the server.
     *
     * @param server which one, running
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public Node node(ServerId server) {
        return member(server).node();
    }

    @Override
    public synchronized List<ServerId> servers() {
        return nodes.servers();
    }

    @Override
    public Optional<String> notOffered(Capability capability) {
        return switch (capability) {
            case PAUSE -> Optional.of("its servers share threads, which cannot be stopped for one");
            case TERMS, TRANSFER, STEP_DOWN, CUT, ISOLATE, RESTART, ELECT, COMMANDS, SNAPSHOT, MEMBERSHIP ->
                Optional.empty();
        };
    }

    @Override
    public synchronized boolean isRunning(ServerId server) {
        return nodes.find(server).isPresent();
    }

    @Override
    public synchronized List<Claim> claims() {
        var claims = new ArrayList<Claim>();
        nodes.running()
                .forEach((server, member) ->
                        member.ledTerm().ifPresent(term -> claims.add(new Claim(server, OptionalLong.of(term)))));
        return claims;
    }

    @Override
    public synchronized void start() throws IOException {
        nodes.start();
        directory = Optional.of(Files.createTempDirectory("raft-election-"));
        alone = servers().size() == 1;
        var all = new Configuration(servers().stream().map(network::peer).toList());
        try {
            for (var server : servers()) {
                storages.put(server, storage(server, all));
                start(server);
            }
        } catch (IOException | RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    /** On threads of the network. Who was taken out has nothing to say any longer. */
    private long term(ServerId server) {
        return Optional.ofNullable(storages.get(server)).map(Storage::term).orElse(Long.MAX_VALUE);
    }

    private Storage storage(ServerId server, Configuration initial) {
        return new Storage(initial, snapshots(server), () -> !alone || instruments.mayBeElected(server));
    }

    private Path snapshots(ServerId server) {
        return directory.orElseThrow().resolve("server-" + network.peer(server).getPort());
    }

    private void start(ServerId server) throws IOException {
        var tap = new Tap(settings.stateMachines.apply(server), server, instruments);
        var stateMachine = JRaftLeadership.attach(tap.stateMachine(), nodes.sink(server));
        var storage = Optional.ofNullable(storages.get(server)).orElseThrow();
        instruments.started(server);
        nodes.put(server, Member.start(server, stateMachine, tap, settings, network, storage));
    }

    /** Returns as soon as the leader agreed. If the other is not elected in time, the leader leads its term again. */
    @Override
    public synchronized void transfer(ServerId server) throws IOException {
        nodes.checkRuns(server);
        leader().handOver(server);
    }

    /** Of two that say so, the later. */
    private Member leader() {
        return nodes.running().values().stream()
                .filter(member -> member.ledTerm().isPresent())
                .max(Comparator.comparingLong(member -> member.ledTerm().orElse(0)))
                .orElseThrow(() -> new IllegalStateException("cluster: no server leads"));
    }

    /** It hears of a later term. The others find out that it went when their time-outs are over. */
    @Override
    public synchronized void stepDown(ServerId leader) {
        var member = nodes.of(leader);
        if (member.ledTerm().isEmpty()) {
            throw new IllegalStateException("server " + leader + ": does not lead");
        }
        member.stepDown();
    }

    /** It is cut off first, so that it cannot hand over. */
    @Override
    public synchronized void kill(ServerId server) {
        var member = nodes.of(server);
        isolate(server);
        nodes.remove(server);
        member.close();
    }

    /** With its log and its snapshots. */
    @Override
    public synchronized void restart(ServerId server) throws IOException {
        nodes.checkRestart(server);
        instruments.links().heal(server);
        start(server);
    }

    @Override
    public synchronized void cut(ServerId from, ServerId to) {
        nodes.check(from);
        nodes.check(to);
        instruments.links().cut(from, to);
    }

    @Override
    public void heal() {
        instruments.links().heal();
    }

    @Override
    public synchronized ServerStatus status(ServerId server) {
        return nodes.of(server).status();
    }

    @Override
    public Instruments instruments() {
        return instruments;
    }

    @Override
    public synchronized void allow(Set<ServerId> candidates) {
        candidates.forEach(nodes::check);
        instruments.allow(candidates);
    }

    /** In a later term than any server has come to, also such as do not run. */
    @Override
    public synchronized void campaign(ServerId server) {
        nodes.of(server)
                .campaign(storages.values().stream()
                        .mapToLong(Storage::term)
                        .max()
                        .orElseThrow());
    }

    @Override
    public CompletionStage<Void> submit(ServerId server, byte[] command) {
        return member(server).submit(command);
    }

    @Override
    public void snapshot(ServerId server) throws IOException, InterruptedException {
        member(server).snapshot();
    }

    /** It starts without a log, and takes itself for no member until the leader tells it so. */
    @Override
    public synchronized void addServer(ServerId server) throws IOException, InterruptedException {
        var leader = leader();
        nodes.add(server);
        network.add(server);
        alone = false;
        try {
            storages.put(server, storage(server, new Configuration()));
            start(server);
            leader.add(server, instruments.links());
        } catch (IOException | InterruptedException | RuntimeException e) {
            forget(server);
            throw e;
        }
    }

    @Override
    public synchronized void removeServer(ServerId server) throws IOException, InterruptedException {
        nodes.check(server);
        var leader = leader();
        if (leader.server().equals(server)) {
            throw new IllegalArgumentException("server " + server + ": leads, expected one that does not");
        }
        leader.remove(server);
        forget(server);
    }

    private void forget(ServerId server) throws IOException {
        isolate(server);
        nodes.find(server).ifPresent(Member::close);
        nodes.leave(server);
        storages.remove(server);
        alone = servers().size() == 1;
        FileUtils.deleteDirectory(snapshots(server).toFile());
    }

    private synchronized Member member(ServerId server) {
        return nodes.of(server);
    }

    @Override
    public synchronized void close() {
        nodes.close();
        closeAll();
        network.close();
    }

    /** They are cut off first, so that none is elected at the end. */
    private void closeAll() {
        servers().forEach(this::isolate);
        nodes.running().values().forEach(Member::close);
        nodes.clear();
        directory.ifPresent(JRaftCluster::delete);
    }

    private static void delete(Path directory) {
        try {
            FileUtils.deleteDirectory(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": not removed", e);
        }
    }
}
