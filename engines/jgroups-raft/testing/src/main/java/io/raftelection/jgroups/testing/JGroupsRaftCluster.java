package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.ServerStatus;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.spi.Instruments;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jgroups.JChannel;
import org.jgroups.MergeView;
import org.jgroups.View;
import org.jgroups.protocols.raft.Log;
import org.jgroups.util.MutableDigest;

/**
 * A real cluster of jgroups-raft servers in this JVM, which talk in memory. It offers everything that a
 * {@link TestCluster} can do, but to pause a server. Their logs are in memory, and outlive a server that is killed.
 *
 * <p>The engine has no transfer: whoever is longest in the view wins, unless another has a better log. Here the test
 * chooses among servers with equally good logs, in an election that is the engine's own in everything else.
 *
 * <p>No time-out detects failures. When a link is cut or a server killed, whoever no longer hears a server suspects it
 * at once.
 */
public final class JGroupsRaftCluster implements TestCluster {
    /** More than there can be: a merged view is later than they are. */
    private static final long VIEWS_ON_THEIR_WAY = 100;

    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(10), Duration.ofMillis(5));

    private final BiConsumer<ServerId, JChannel> setUp;
    private final Nodes<Node> nodes;
    private final Instruments instruments = new Instruments();
    private final Map<ServerId, Log> logs = new LinkedHashMap<>();
    private final String name = "raft-election-" + UUID.randomUUID();

    JGroupsRaftCluster(JGroupsRaftClusterBuilder settings) {
        this.setUp = settings.setUp;
        this.nodes = new Nodes<>(settings.members, settings.sinks);
    }

    /**
     * {@return a builder of a cluster}
     *
     * @param servers 1 to 9 different ones
     * @param sinks where each is reported to, as {@code tracker::track}; asked once a server
     * @throws IllegalArgumentException if there are too few, too many or equal servers
     */
    public static JGroupsRaftClusterBuilder builder(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return new JGroupsRaftClusterBuilder(servers, sinks);
    }

    @Override
    public List<ServerId> servers() {
        return nodes.servers();
    }

    @Override
    public Optional<String> notOffered(Capability capability) {
        return capability == Capability.PAUSE
                ? Optional.of("the threads of one server cannot be stopped inside a JVM")
                : Optional.empty();
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
                start(server, servers());
            }
            mergeWholeGroups();
        } catch (IOException | RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    private void start(ServerId server, List<ServerId> members) throws IOException {
        instruments.started(server);
        instruments.links().heal(server);
        var start = new Node.Start(
                name,
                server,
                members.stream().map(ServerId::value).toList(),
                logs.computeIfAbsent(server, first -> new MemoryLog()),
                nodes.sink(server),
                channel -> setUp.accept(server, channel),
                instruments);
        try {
            nodes.put(server, start.node());
            awaitKnown(nodes.of(server));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("server " + server + ": not started", e);
        }
    }

    /**
     * Waits up to ten seconds until whoever is in a new server's view has that view too. The engine tells the new one
     * first; if whoever let it in were killed before it told the others, they would never hear of it.
     */
    private void awaitKnown(Node node) {
        await(() -> {
            var view = node.view();
            return nodes.running().values().stream()
                    .filter(other -> view.containsMember(other.address()))
                    .allMatch(other -> view.equals(other.view()));
        });
    }

    /**
     * {@return the channel of a server}
     *
     * @param server which one, running
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public synchronized JChannel channel(ServerId server) {
        return nodes.of(server).channel();
    }

    /** Its log is committed as far as it has applied it; the engine keeps no other index. */
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

    /** Has the first in its view call a vote. */
    @Override
    public synchronized void campaign(ServerId server) throws InterruptedException {
        var target = nodes.of(server);
        var first = firstIn(target.view())
                .filter(each -> each.knowsOneOf(List.of(target)))
                .orElse(target);
        first.prefer(Optional.of(target));
        callVote(first);
    }

    /**
     * Has a server call a vote, until there is one. The engine does not hear of it while the vote before is about to
     * end, nor if the leader says just then that it leads, which ends every vote but those in a later term.
     */
    private static boolean callVote(Node first) throws InterruptedException {
        long before = first.term();
        return PATIENCE.until(() -> {
            boolean isCalled = first.term() > before;
            if (!isCalled) {
                first.callVote();
            }
            return isCalled;
        });
    }

    private Optional<Node> firstIn(View view) {
        return nodes.running().values().stream()
                .filter(node -> node.address().equals(view.getCoord()))
                .findFirst();
    }

    @Override
    public synchronized CompletionStage<Void> submit(ServerId server, byte[] command) {
        return nodes.of(server).submit(command);
    }

    @Override
    public synchronized void snapshot(ServerId server) throws IOException, InterruptedException {
        nodes.of(server).snapshot(PATIENCE.limit());
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

    /**
     * Has the servers vote again, and waits as {@link #transfer} does. If nobody may be elected, the first in its view
     * ends the term.
     */
    @Override
    public synchronized void stepDown(ServerId leader) throws IOException, InterruptedException {
        var node = nodes.of(leader);
        var term = node.leads();
        if (term.isEmpty()) {
            throw new IllegalStateException("server " + leader + ": does not lead");
        }
        if (!mayAnybodyBeElected()) {
            firstIn(node.view()).orElse(node).endTerm(term.getAsLong());
            if (!PATIENCE.until(() -> node.leads().isEmpty())) {
                throw new IOException("server " + leader + ": does not give up");
            }
        } else if (PATIENCE.until(() -> isSettled() && isReached(node))) {
            vote(Optional.empty());
        } else {
            throw new IOException("server " + leader + ": does not know who is there");
        }
    }

    private boolean mayAnybodyBeElected() {
        return servers().stream().anyMatch(instruments::mayBeElected);
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
        var leader = presentLeader();
        var first = firstIn(leader.view()).orElse(leader);
        first.prefer(preferred);
        boolean voted = callVote(first) && PATIENCE.until(() -> !first.isVoting());
        first.prefer(Optional.empty());
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
        end(node);
    }

    private void end(Node node) {
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
        start(server, servers());
        joinLeader(server);
    }

    /** It may have met somebody first who is cut off. */
    private void joinLeader(ServerId server) {
        var node = nodes.of(server);
        leader().filter(leader -> !leader.knowsOneOf(List.of(node))).ifPresent(leader -> {
            var strangers = nodes.running().values().stream()
                    .filter(other -> other != node && !leader.knowsOneOf(List.of(other)))
                    .toList();
            merge(nodes.running().values().stream()
                    .filter(other -> !strangers.contains(other))
                    .toList());
            report(List.of(node), strangers);
        });
    }

    @Override
    public synchronized void cut(ServerId from, ServerId to) {
        var sender = nodes.find(from);
        var receiver = nodes.find(to);
        if (sender.isPresent() && receiver.isPresent()) {
            instruments.links().cut(from, to);
            cut(sender.get(), receiver.get());
            mergeWholeGroups();
        }
    }

    private static void cut(Node from, Node to) {
        to.ignore(List.of(from));
        to.suspect(List.of(from));
    }

    @Override
    public synchronized void isolate(ServerId server) {
        nodes.find(server).ifPresent(node -> {
            for (var other : nodes.running().keySet()) {
                if (!other.equals(server)) {
                    instruments.links().cut(server, other);
                    instruments.links().cut(other, server);
                }
            }
            isolate(node);
            mergeWholeGroups();
        });
    }

    private void isolate(Node node) {
        var others =
                nodes.running().values().stream().filter(other -> other != node).toList();
        node.ignore(others);
        others.forEach(other -> other.ignore(List.of(node)));
        report(others, List.of(node));
        report(List.of(node), others);
    }

    /** Waits up to ten seconds until all know of a leader, if there is a majority and anybody may be elected. */
    @Override
    public synchronized void heal() {
        nodes.running().values().forEach(Node::heal);
        instruments.links().heal();
        mergeWholeGroups();
        boolean isMajority = 2 * nodes.running().size() > servers().size();
        if (isMajority && mayAnybodyBeElected()) {
            await(() -> nodes.running().values().stream().allMatch(Node::knowsALeader));
        }
    }

    /**
     * Each cut changes the views of some servers only; when all who still reach each other also hear each other, they
     * agree.
     */
    private void mergeWholeGroups() {
        var left = new ArrayList<>(nodes.running().keySet());
        while (!left.isEmpty()) {
            var group = new ArrayList<>(left.subList(0, 1));
            for (int next = 0; next < group.size(); next++) {
                var from = group.get(next);
                left.stream()
                        .filter(to -> !group.contains(to) && hearEachOther(from, to))
                        .forEach(group::add);
            }
            left.removeAll(group);
            if (group.stream().allMatch(one -> group.stream().allMatch(other -> hearEachOther(one, other)))) {
                merge(group.stream().map(nodes::of).toList());
            }
        }
    }

    private boolean hearEachOther(ServerId one, ServerId other) {
        return !instruments.links().isCut(one, other) && !instruments.links().isCut(other, one);
    }

    /**
     * Lets servers find out that they hear each other, as the engine's own merge would after a time. The leader's view
     * comes first, or the first of another one would call a vote.
     */
    private void merge(Collection<Node> group) {
        var views = group.stream()
                .sorted(Comparator.comparing((Node node) -> node.leads().orElse(-1))
                        .reversed())
                .map(Node::view)
                .distinct()
                .toList();
        var addresses = group.stream().map(Node::address).collect(Collectors.toSet());
        var members = views.stream()
                .flatMap(view -> view.getMembers().stream())
                .filter(addresses::contains)
                .distinct()
                .toList();
        if (views.size() > 1 || views.get(0).size() > members.size()) {
            long last = views.stream()
                    .mapToLong(view -> view.getViewId().getId())
                    .max()
                    .orElseThrow();
            var merged = new MergeView(members.get(0), last + VIEWS_ON_THEIR_WAY, members, views);
            var sent = new MutableDigest(merged.getMembersRaw());
            group.forEach(node -> node.addSent(sent));
            group.stream() // who then calls a vote, or says that it leads, comes last
                    .sorted(Comparator.comparing((Node node) -> node.leads().isPresent())
                            .thenComparing(node -> node.address().equals(merged.getCoord())))
                    .forEach(node -> node.join(merged, sent));
        }
    }

    /** It learns first, and votes once it is of the cluster. */
    @Override
    public synchronized void addServer(ServerId server) throws IOException, InterruptedException {
        var leader = presentLeader();
        var before = servers();
        nodes.add(server);
        try {
            start(server, before);
            joinLeader(server);
            leader.addServer(server, PATIENCE.limit());
            awaitAgreement(leader, node -> node.hasMember(server));
        } catch (IOException | InterruptedException | RuntimeException e) {
            leave(server);
            throw e;
        }
    }

    @Override
    public synchronized void removeServer(ServerId server) throws IOException, InterruptedException {
        if (nodes.find(server).filter(node -> node.leads().isPresent()).isPresent()) {
            throw new IllegalArgumentException("server " + server + ": leads, expected one that does not");
        }
        var leader = presentLeader();
        leader.removeServer(server, PATIENCE.limit());
        awaitAgreement(leader, node -> !node.hasMember(server));
        leave(server);
    }

    private Node presentLeader() {
        return leader().orElseThrow(() -> new IllegalStateException("cluster: no server leads"));
    }

    private void awaitAgreement(Node leader, Predicate<Node> agrees) throws IOException, InterruptedException {
        if (!PATIENCE.until(() -> nodes.running().values().stream()
                .filter(node -> leader.knowsOneOf(List.of(node)))
                .allMatch(agrees))) {
            throw new IOException("cluster: not all agree who is in it");
        }
    }

    private void leave(ServerId server) {
        var node = nodes.find(server);
        nodes.leave(server);
        node.ifPresent(this::end);
        logs.remove(server);
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
