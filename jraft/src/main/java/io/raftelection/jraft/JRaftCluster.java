package io.raftelection.jraft;

import com.alipay.sofa.jraft.entity.PeerId;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.spi.Nodes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/**
 * A real cluster of JRaft nodes in this JVM. It offers everything that a {@link TestCluster} can do. Its nodes talk to
 * each other by direct calls and keep their logs in memory, so that it needs neither ports nor files, and none of
 * JRaft's dependencies for them (Bolt, Netty, RocksDB): there is no other way to run it.
 *
 * <p>In JRaft's own words, the n-th server is {@code server:n}. JRaft keeps three pools of daemon threads for the whole
 * JVM, whose threads outlive a cluster: {@code JRaft-Rpc-Closure-Executor}, {@code JRaft-Group-Default-Executor} and
 * {@code JRaft-Internal-Closure-Executor}.
 */
public final class JRaftCluster implements TestCluster {
    private final JRaftClusterBuilder settings;
    private final String group = "raft-election-" + UUID.randomUUID();
    private final Network network;
    private final Nodes<Member> nodes;
    private final Map<ServerId, Storage> storages = new LinkedHashMap<>();

    JRaftCluster(JRaftClusterBuilder settings) {
        this.settings = settings;
        this.nodes = new Nodes<>(settings.members, settings.sinks);
        this.network = new Network(servers());
        servers().forEach(server -> storages.put(server, new Storage()));
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
        nodes.running()
                .forEach((server, member) ->
                        member.ledTerm().ifPresent(term -> claims.add(new Claim(server, OptionalLong.of(term)))));
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
            closeAll();
            throw e;
        }
    }

    private void start(ServerId server) throws IOException {
        var stateMachine = JRaftLeadership.attach(settings.stateMachines.apply(server), nodes.sink(server));
        var storage = Optional.ofNullable(storages.get(server)).orElseThrow();
        nodes.put(server, Member.start(group, server, stateMachine, settings, network, storage));
    }

    /** Returns as soon as the leader agreed. If the other is not elected in time, the leader leads its term again. */
    @Override
    public synchronized void transfer(ServerId server) throws IOException {
        member(server);
        nodes.running().values().stream()
                .filter(member -> member.ledTerm().isPresent())
                .max((one, other) ->
                        Long.compare(one.ledTerm().orElse(0), other.ledTerm().orElse(0)))
                .orElseThrow(() -> new IllegalStateException("cluster: no server leads"))
                .handOver(network.peer(server));
    }

    /** JRaft hands over to whichever server has most of its log. */
    @Override
    public synchronized void stepDown(ServerId leader) throws IOException {
        var member = member(leader);
        if (member.ledTerm().isEmpty()) {
            throw new IllegalStateException("server " + leader + ": does not lead");
        }
        member.handOver(PeerId.ANY_PEER);
    }

    /** It is cut off first, so that it cannot hand over. */
    @Override
    public synchronized void kill(ServerId server) {
        var member = member(server);
        isolate(server);
        nodes.remove(server);
        member.close();
    }

    /** With its log. */
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

    /** The node of a server that runs. */
    synchronized Member member(ServerId server) {
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
    }
}
