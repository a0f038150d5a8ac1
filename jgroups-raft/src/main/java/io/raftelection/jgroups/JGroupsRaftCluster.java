package io.raftelection.jgroups;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.spi.Members;
import io.raftelection.testing.spi.Nodes;
import io.raftelection.testing.spi.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jgroups.JChannel;
import org.jgroups.protocols.raft.Log;

/**
 * A real cluster of jgroups-raft servers in this JVM, which talk in memory. It offers everything that a
 * {@link TestCluster} can do. Their logs are in memory, and outlive a server that is killed.
 *
 * <p>The engine has no transfer: whoever is longest in the view wins, unless another has a better log. Here the test
 * chooses among servers with equally good logs, in an election that is the engine's own in everything else.
 *
 * <p>No time-out detects failures. When a link is cut or a server killed, whoever no longer hears a server suspects it
 * at once.
 */
public final class JGroupsRaftCluster implements TestCluster {
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(10), Duration.ofMillis(5));

    private final BiConsumer<ServerId, JChannel> setUp;
    private final Nodes<Node> nodes;
    private final Map<ServerId, Log> logs = new LinkedHashMap<>();
    private final String name = "raft-election-" + UUID.randomUUID();

    /**
     * Creates a cluster that is not started yet.
     *
     * @param servers 1 to 9 different ones
     * @param sinks where each is reported to, as {@code tracker::track}; asked once a server
     * @throws IllegalArgumentException if there are too few, too many or equal servers
     */
    public JGroupsRaftCluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        this(servers, sinks, (server, channel) -> {});
    }

    /**
     * Creates a cluster that is not started yet, with state machines or listeners of the user's.
     *
     * @param servers 1 to 9 different ones
     * @param sinks where each is reported to, as {@code tracker::track}; asked once a server
     * @param setUp is given each server's channel at each start, before it is connected
     * @throws IllegalArgumentException if there are too few, too many or equal servers
     */
    public JGroupsRaftCluster(
            List<ServerId> servers, Function<ServerId, LeadershipSink> sinks, BiConsumer<ServerId, JChannel> setUp) {
        this.setUp = Objects.requireNonNull(setUp, "setUp: is null");
        this.nodes = new Nodes<>(new Members(servers), sinks);
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
            var term = node.leads();
            if (term.isPresent()) {
                claims.add(new Claim(server, term));
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
            closeAll();
            throw e;
        }
    }

    private void start(ServerId server) throws IOException {
        var names = servers().stream().map(ServerId::value).toList();
        var sink = nodes.sink(server);
        try {
            var log = logs.containsKey(server) ? logs.get(server) : Node.newLog();
            logs.put(server, log);
            nodes.put(
                    server,
                    new Node.Start(name, server.value(), names, log, sink, channel -> setUp.accept(server, channel))
                            .node());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("server " + server + ": not started", e);
        }
    }

    /**
     * Has the servers vote again, and prefer that server if no log is better. Waits up to ten seconds until the leader
     * knows of it and nobody votes any longer.
     */
    @Override
    public synchronized void transfer(ServerId server) throws IOException, InterruptedException {
        var target = nodes.of(server);
        if (PATIENCE.until(() -> isSettled() && isReached(target))) {
            vote(Optional.of(target));
        } else if (leader().isEmpty()) {
            throw new IllegalStateException("cluster: no server leads");
        } else {
            throw new IOException("server " + server + ": not reached by the leader");
        }
    }

    /** Has the servers vote again. Waits as {@link #transfer} does. */
    @Override
    public synchronized void stepDown(ServerId leader) throws IOException, InterruptedException {
        var node = nodes.of(leader);
        if (node.leads().isEmpty()) {
            throw new IllegalStateException("server " + leader + ": does not lead");
        }
        if (!PATIENCE.until(() -> isSettled() && isReached(node))) {
            throw new IOException("server " + leader + ": does not know who is there");
        }
        vote(Optional.empty());
    }

    private Optional<Node> leader() {
        return nodes.running().values().stream()
                .filter(node -> node.leads().isPresent())
                .max(Comparator.comparing(node -> node.leads().orElse(0)));
    }

    /** Whether the leader knows that a server is there, itself or another. */
    private boolean isReached(Node node) {
        return leader().map(leader -> leader.knowsOneOf(List.of(node))).orElse(false);
    }

    /** Whether nobody votes, and whoever knows of each other agrees on who else is there. */
    private boolean isSettled() {
        var views = nodes.running().values().stream().collect(Collectors.toMap(Node::address, Node::view));
        return nodes.running().values().stream().noneMatch(Node::isVoting)
                && views.values().stream()
                        .allMatch(
                                view -> view.getMembers().stream().allMatch(member -> view.equals(views.get(member))));
    }

    private void vote(Optional<Node> preferred) throws IOException, InterruptedException {
        var first = leader().map(leader -> leader.view().getCoord())
                .flatMap(address -> nodes.running().values().stream()
                        .filter(node -> node.address().equals(address))
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException("cluster: no server leads"));
        first.callVote(preferred.map(Node::address));
        boolean voted = PATIENCE.until(() -> !first.isVoting());
        first.preferNobody();
        if (!voted) {
            throw new IOException("cluster: no majority votes");
        }
    }

    /**
     * It is cut off first, so that it takes no leave. Waits up to ten seconds until the others know that it is gone.
     */
    @Override
    public synchronized void kill(ServerId server) {
        var node = nodes.of(server);
        nodes.remove(server);
        for (var other : nodes.running().values()) {
            other.ignore(List.of(node));
        }
        close(List.of(node));
        report(List.of(node), nodes.running().values());
    }

    /** Lets servers find out that they no longer hear others, until their views say so. */
    private static void report(Collection<Node> gone, Collection<Node> to) {
        await(() -> {
            var unaware = to.stream().filter(node -> node.knowsOneOf(gone)).toList();
            unaware.forEach(node -> node.suspect(gone));
            return unaware.isEmpty();
        });
    }

    /** With its log. */
    @Override
    public synchronized void restart(ServerId server) throws IOException {
        nodes.checkRestart(server);
        start(server);
    }

    @Override
    public synchronized void cut(ServerId from, ServerId to) {
        var sender = nodes.find(from);
        var receiver = nodes.find(to);
        if (sender.isPresent() && receiver.isPresent()) {
            cut(sender.get(), receiver.get());
        }
    }

    private static void cut(Node from, Node to) {
        to.ignore(List.of(from));
        await(() -> !to.isMerging());
        to.suspect(List.of(from));
    }

    @Override
    public synchronized void isolate(ServerId server) {
        nodes.find(server).ifPresent(this::isolate);
    }

    private void isolate(Node node) {
        var others =
                nodes.running().values().stream().filter(other -> other != node).toList();
        node.ignore(others);
        others.forEach(other -> other.ignore(List.of(node)));
        report(others, List.of(node));
        report(List.of(node), others);
    }

    /**
     * Waits up to ten seconds until all know of each other, and of a leader if there is a majority: the engine calls no
     * vote when a leader goes of whom the first in the view had not heard yet.
     */
    @Override
    public synchronized void heal() {
        nodes.running().values().forEach(Node::heal);
        boolean isMajority = 2 * nodes.running().size() > servers().size();
        await(() -> nodes.running().values().stream()
                .allMatch(node -> node.view().size() == nodes.running().size()
                        && !node.isMerging()
                        && (node.knowsALeader() || !isMajority)));
    }

    @Override
    public synchronized void close() {
        nodes.close();
        closeAll();
    }

    private void closeAll() {
        var all = List.copyOf(nodes.running().values());
        all.forEach(node -> node.ignore(all));
        close(all);
        nodes.clear();
    }

    /** They do not hear from each other any longer. */
    private static void close(Collection<Node> nodes) {
        nodes.forEach(Node::beAlone);
        await(() -> nodes.stream().noneMatch(Node::isVoting));
        nodes.forEach(Node::close);
    }

    /** Waits, as long as nobody interrupts this thread. */
    private static void await(BooleanSupplier condition) {
        try {
            PATIENCE.until(condition);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
