package io.raftelection.microraft.testing;

import io.microraft.MembershipChangeMode;
import io.microraft.RaftNode;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.spi.Instruments;
import io.raftelection.testing.spi.Nodes;
import io.raftelection.testing.spi.Patience;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
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
 * <p>MicroRaft counts heartbeats in seconds: a leader that is cut off or killed is missed after three. A test that
 * decides who leads waits for none of that. A server that is alone elects itself as it starts; if it may not be
 * elected, it starts when it has to {@link #campaign}.
 */
public final class MicroRaftCluster implements TestCluster {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    private final MicroRaftClusterBuilder settings;
    private final Instruments instruments = new Instruments();
    private final Network network = new Network(Runnable::run, instruments);
    private final EventLoop loop = new EventLoop();
    private final Nodes<Node> nodes;
    private final Map<ServerId, Machine> machines = new LinkedHashMap<>();

    MicroRaftCluster(MicroRaftClusterBuilder settings) {
        this.settings = settings;
        this.nodes = new Nodes<>(settings.members, settings.sinks);
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
    public synchronized List<ServerId> servers() {
        return nodes.servers();
    }

    @Override
    public Optional<String> notOffered(Capability capability) {
        return switch (capability) {
            case TERMS, TRANSFER, STEP_DOWN, CUT, ISOLATE, RESTART, ELECT, COMMANDS, SNAPSHOT, PAUSE, MEMBERSHIP ->
                Optional.empty();
        };
    }

    @Override
    public synchronized boolean isRunning(ServerId server) {
        return nodes.find(server).isPresent();
    }

    /**
     * {@return MicroRaft's own handle of a server, from its present start to its end} For commands and queries that are
     * no bytes, and for reports.
     *
     * @param server one that runs
     * @throws IllegalArgumentException if it is not of this cluster, or does not run
     */
    public synchronized RaftNode node(ServerId server) {
        return nodes.of(server).engine();
    }

    @Override
    public synchronized List<Claim> claims() {
        var claims = new ArrayList<Claim>();
        nodes.running().keySet().forEach(server -> {
            var status = status(server);
            if (status.leader().equals(Optional.of(server))) {
                claims.add(new Claim(server, status.term()));
            }
        });
        return claims;
    }

    @Override
    public ServerStatus status(ServerId server) {
        var node = running(server);
        return node.awaitAnyway(node.inside().status(loop::execute));
    }

    private synchronized Node running(ServerId server) {
        return nodes.of(server);
    }

    @Override
    public synchronized void start() throws IOException, InterruptedException {
        nodes.start();
        try {
            for (var server : servers()) {
                start(server);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void start(ServerId server) throws IOException, InterruptedException {
        var machine = machines.computeIfAbsent(server, first -> new Machine(new Endpoint(server), loop));
        instruments.started(server);
        var parts = new Node.Parts(
                settings.members.servers(),
                new Tap(settings.stateMachines.apply(server), server, instruments),
                settings.listeners.apply(server),
                nodes.sink(server),
                machine.disk(),
                new Surroundings(machine.lane(), Clock.systemUTC(), new Random(), network.of(server)));
        var node = parts.node(machine.endpoint());
        network.connect(server, node.engine());
        try {
            if (servers().size() > 1 || instruments.mayBeElected(server)) {
                node.await(node.start());
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            network.disconnect(server);
            var unused = node.terminate();
            throw e;
        }
        nodes.put(server, node);
    }

    /** Waits until the leader has committed its log, which is what MicroRaft asks for, and then until it has tried. */
    @Override
    public void transfer(ServerId server) throws IOException, InterruptedException {
        var next = running(server);
        var leader = leader();
        leader.await(leader.transfer(next.endpoint()));
    }

    /** The leader of the latest term. */
    private synchronized Node leader() {
        return claims().stream()
                .max(Comparator.comparing(claim -> claim.term().orElseThrow()))
                .flatMap(claim -> nodes.find(claim.server()))
                .orElseThrow(() -> new IllegalStateException("cluster: no server leads"));
    }

    /** As though it had heard of a later term: it is then in that, and without a leader. */
    @Override
    public void stepDown(ServerId leader) throws IOException, InterruptedException {
        var node = running(leader);
        if (!node.await(node.inside().stepDown(!instruments.mayBeElected(leader)))) {
            throw new IllegalStateException("server " + leader + ": does not lead");
        }
    }

    /** It is cut off first: nobody hears anything of its end. */
    @Override
    public synchronized void kill(ServerId server) {
        var node = nodes.of(server);
        isolate(server);
        network.disconnect(server);
        nodes.remove(server);
        forgetPause(server);
        try {
            var unused = node.awaitAnyway(node.terminate());
        } finally {
            node.forget();
        }
    }

    private void forgetPause(ServerId server) {
        machine(server).lane().clear();
        instruments.paused(server, false);
    }

    private synchronized Machine machine(ServerId server) {
        return Optional.ofNullable(machines.get(server)).orElseThrow();
    }

    /** With what it had stored. */
    @Override
    public synchronized void restart(ServerId server) throws IOException, InterruptedException {
        nodes.checkRestart(server);
        instruments.links().heal(server);
        start(server);
        sendAgain();
    }

    /** Whoever is back hears of the leader at once. */
    private synchronized void sendAgain() {
        nodes.running().values().forEach(node -> node.inside().sendAgain());
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
        sendAgain();
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

    /** In a term after all that any server has heard of, and without regard to a leader, as in a transfer. */
    @Override
    public void campaign(ServerId server) throws IOException, InterruptedException {
        var node = running(server);
        if (!node.isStarted()) {
            node.await(node.start());
        }
        node.inside().campaign(latestTerm());
    }

    private synchronized int latestTerm() {
        return nodes.running().values().stream().mapToInt(Node::term).max().orElse(0);
    }

    /** The state machine gets an array of its own. */
    @Override
    public CompletionStage<Void> submit(ServerId server, byte[] command) {
        return running(server).submit(command.clone());
    }

    /** A leader then drops all of its log up to there; a follower keeps up to 5,000 entries, as MicroRaft does. */
    @Override
    public void snapshot(ServerId server) throws IOException, InterruptedException {
        var node = running(server);
        node.await(node.inside().snapshot());
    }

    @Override
    public synchronized void pause(ServerId server) {
        var node = nodes.of(server);
        instruments.paused(server, true);
        var unused = node.awaitAnyway(machine(server).lane().pause());
    }

    @Override
    public synchronized void resume(ServerId server) {
        nodes.checkRuns(server);
        machine(server).lane().resume();
        instruments.paused(server, false);
    }

    /** Added again after it was taken out, it is another one to MicroRaft, of the same name. */
    @Override
    public void addServer(ServerId server) throws IOException, InterruptedException {
        join(server);
        try {
            var leader = leader();
            startNew(server);
            change(leader, server, MembershipChangeMode.ADD_OR_PROMOTE_TO_FOLLOWER, servers());
        } catch (IOException | InterruptedException | RuntimeException e) {
            leave(server);
            throw e;
        }
    }

    private synchronized void join(ServerId server) {
        nodes.add(server);
    }

    private synchronized void startNew(ServerId server) throws IOException, InterruptedException {
        nodes.checkRestart(server);
        start(server);
    }

    @Override
    public void removeServer(ServerId server) throws IOException, InterruptedException {
        isRunning(server);
        var leader = leader();
        if (leader.server().equals(server)) {
            throw new IllegalArgumentException("server " + server + ": leads, expected one that does not");
        }
        var others = servers().stream().filter(other -> !other.equals(server)).toList();
        change(leader, server, MembershipChangeMode.REMOVE_MEMBER, others);
        leave(server);
    }

    private void change(Node leader, ServerId member, MembershipChangeMode mode, List<ServerId> members)
            throws IOException, InterruptedException {
        long index = leader.await(leader.change(machine(member).endpoint(), mode));
        if (!new Patience(Node.ANSWER, LOOK_AGAIN).until(() -> know(members, leader, index))) {
            throw new IOException("server " + member + ": not all know of " + mode);
        }
    }

    /** Whoever the leader cannot talk with does not count. */
    private synchronized boolean know(List<ServerId> members, Node leader, long index) {
        return members.stream()
                .filter(member -> !instruments.isPaused(member)
                        && !instruments.links().isCut(leader.server(), member)
                        && !instruments.links().isCut(member, leader.server()))
                .flatMap(member -> nodes.find(member).stream())
                .allMatch(node -> node.membersKnownTo() >= index);
    }

    private synchronized void leave(ServerId server) {
        if (isRunning(server)) {
            kill(server);
        }
        nodes.leave(server);
        machines.computeIfPresent(server, (which, machine) -> machine.another(loop));
        instruments.links().heal(server);
    }

    @Override
    public synchronized void close() {
        nodes.close();
        var ending = List.copyOf(nodes.running().values());
        ending.forEach(node -> forgetPause(node.server()));
        var ends = ending.stream().map(Node::terminate).toArray(CompletableFuture[]::new);
        nodes.clear();
        boolean interrupted = Thread.interrupted();
        try {
            CompletableFuture.allOf(ends).get(Node.ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // whoever does not end, or not in time, ends with the thread
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        loop.close();
        ending.forEach(Node::forget);
    }
}
