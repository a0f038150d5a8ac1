package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.Capability;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.Patience;
import io.raftelection.testing.spi.ServerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jgroups.protocols.raft.Log;

/**
 * jgroups-raft servers that talk in memory. The runtime's lock is held while servers vote at a test's request, so that
 * one request does not replace the preference of another.
 */
final class JGroupsRaftRuntime implements EngineRuntime {
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(10), Duration.ofMillis(5));

    private final JGroupsRaftEngineBuilder settings;
    private final MessageFilter filter;
    private final FailureDetector detector;
    private final Map<ServerId, JGroupsRaftServer> servers = new ConcurrentHashMap<>();
    private final Map<ServerId, Log> logs = new ConcurrentHashMap<>();

    /** The name of the cluster, which is unique in this JVM. */
    private final String name = "raft-election-" + UUID.randomUUID();

    private volatile Set<ServerId> voters;

    JGroupsRaftRuntime(JGroupsRaftEngineBuilder settings, List<ServerId> servers, MessageFilter filter) {
        this.settings = settings;
        this.filter = filter;
        this.detector = new FailureDetector(filter, PATIENCE);
        this.voters = Set.copyOf(servers);
    }

    private Collection<JGroupsRaftServer> running() {
        return List.copyOf(servers.values());
    }

    @Override
    public Optional<String> notOffered(Capability capability) {
        return capability == Capability.PAUSE
                ? Optional.of("the threads of one server cannot be stopped inside a JVM")
                : Optional.empty();
    }

    /** Starts a server. When this returns, all servers that are connected with it know it. */
    @Override
    public EngineServer start(ServerConfig config) throws IOException {
        var id = config.id();
        JGroupsRaftServer server;
        try {
            var log = logs.computeIfAbsent(id, first -> new MemoryLog());
            server = new JGroupsRaftServer(this, id, ServerStack.connect(name, config, log, filter, settings));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("server " + id + ": not started", e);
        }
        servers.put(id, server);
        try {
            makeKnown(server);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void makeKnown(JGroupsRaftServer server) {
        awaitKnown(server);
        detector.update(running());
        leader().filter(leader -> !leader.membership().knows(server.membership()))
                .ifPresent(leader -> detector.join(server, leader, running()));
    }

    /**
     * Waits up to ten seconds until all servers in a new server's view have that view, too. The engine notifies the new
     * server first. If the server that added it were killed before it notified the others, they would never learn of
     * it.
     */
    private void awaitKnown(JGroupsRaftServer server) {
        detector.await(() -> {
            var view = server.membership().view();
            return running().stream()
                    .filter(other -> view.containsMember(other.membership().address()))
                    .allMatch(other -> view.equals(other.membership().view()));
        });
    }

    /** When links are restored, waits up to ten seconds until all servers know a leader, if they can have one. */
    @Override
    public void linksChanged() {
        if (detector.update(running()) && canHaveALeader()) {
            detector.await(() -> running().stream().allMatch(JGroupsRaftServer::knowsALeader));
        }
    }

    private boolean canHaveALeader() {
        var present = voters.stream().filter(servers::containsKey).toList();
        return 2 * present.size() > voters.size() && present.stream().anyMatch(filter::mayBeElected);
    }

    @Override
    public void votersChanged(Set<ServerId> voters) {
        this.voters = voters;
    }

    @Override
    public void forget(ServerId server) {
        logs.remove(server);
    }

    synchronized void campaign(JGroupsRaftServer server) throws InterruptedException {
        var first = firstInViewOf(server)
                .filter(each -> each.membership().knows(server.membership()))
                .orElse(server);
        first.prefer(Optional.of(server));
        callVote(first);
    }

    private Optional<JGroupsRaftServer> firstInViewOf(JGroupsRaftServer server) {
        var coordinator = server.membership().view().getCoord();
        return running().stream()
                .filter(other -> other.membership().address().equals(coordinator))
                .findFirst();
    }

    /**
     * Makes a server call a vote, until there is one. The engine ignores the call while the previous vote is about to
     * end. It also ends a vote when the leader announces itself just then, unless the vote is in a later term.
     */
    private static boolean callVote(JGroupsRaftServer first) throws InterruptedException {
        long before = first.term();
        return PATIENCE.until(() -> {
            boolean isCalled = first.term() > before;
            if (!isCalled) {
                first.callVote();
            }
            return isCalled;
        });
    }

    /**
     * Makes the servers vote again and prefer one of them. Waits up to ten seconds until the leader knows that server
     * and has brought its log up to date, and no vote is under way.
     */
    synchronized void transfer(ServerId next) throws IOException, InterruptedException {
        var server = servers.get(next);
        if (server != null && PATIENCE.until(() -> isSettled() && isReached(server) && canWin(server))) {
            vote(Optional.of(server));
        } else if (leader().isEmpty()) {
            throw new IllegalStateException("cluster: no server leads");
        } else {
            throw new IOException("server " + next + ": not reached by the leader, or its log is behind");
        }
    }

    /**
     * Makes the servers vote again, and waits as {@link #transfer} does. If no server that the leader knows may be
     * elected, the first in its view ends the term.
     */
    synchronized void stepDown(JGroupsRaftServer server) throws IOException, InterruptedException {
        var term = server.ledTerm();
        if (term.isEmpty()) {
            throw new IllegalStateException("server " + server.id() + ": does not lead");
        }
        if (!mayAnyBeElectedBy(server)) {
            firstInViewOf(server).orElse(server).endTerm(term.getAsLong());
            if (!PATIENCE.until(() -> server.ledTerm().isEmpty())) {
                throw new IOException("server " + server.id() + ": does not give up");
            }
        } else if (PATIENCE.until(() -> isSettled() && isReached(server))) {
            vote(Optional.empty());
        } else {
            throw new IOException("server " + server.id() + ": does not know which servers are there");
        }
    }

    private boolean mayAnyBeElectedBy(JGroupsRaftServer leader) {
        return running().stream()
                .filter(server -> leader.membership().knows(server.membership()))
                .anyMatch(server -> filter.mayBeElected(server.id()));
    }

    private Optional<JGroupsRaftServer> leader() {
        return running().stream()
                .filter(server -> server.ledTerm().isPresent())
                .max(Comparator.comparing(server -> server.ledTerm().orElse(0)));
    }

    /** Whether the leader knows a server, itself or another. */
    private boolean isReached(JGroupsRaftServer server) {
        return leader().filter(leader -> leader.membership().knows(server.membership()))
                .isPresent();
    }

    /** Whether the logs of a majority are not better than that of a server (Raft paper, 5.4.1). */
    private boolean canWin(JGroupsRaftServer server) {
        return running().stream()
                        .filter(other -> voters.contains(other.id()) && !other.isAheadOf(server))
                        .count()
                >= server.majority();
    }

    /** Whether no vote is under way, and servers that know each other agree on which others are there. */
    private boolean isSettled() {
        var views = running().stream()
                .collect(Collectors.toMap(
                        server -> server.membership().address(),
                        server -> server.membership().view()));
        return running().stream().noneMatch(JGroupsRaftServer::isVoting)
                && views.values().stream()
                        .allMatch(
                                view -> view.getMembers().stream().allMatch(member -> view.equals(views.get(member))));
    }

    private void vote(Optional<JGroupsRaftServer> preferred) throws IOException, InterruptedException {
        var leader = leader().orElseThrow(() -> new IllegalStateException("cluster: no server leads"));
        var first = firstInViewOf(leader).orElse(leader);
        first.prefer(preferred);
        try {
            if (!callVote(first) || !PATIENCE.until(() -> !first.isVoting())) {
                throw new IOException("cluster: no majority votes");
            }
        } finally {
            first.prefer(Optional.empty());
        }
    }

    /** Waits until all servers that a leader knows agree on something. */
    void awaitAgreement(JGroupsRaftServer leader, Predicate<JGroupsRaftServer> agrees)
            throws IOException, InterruptedException {
        if (!PATIENCE.until(() -> running().stream()
                .filter(server -> leader.membership().knows(server.membership()))
                .allMatch(agrees))) {
            throw new IOException("cluster: not all servers agree on the members");
        }
    }

    /** Ends servers that are no longer connected with any other server. */
    void end(Collection<JGroupsRaftServer> ending) {
        var all = running();
        ending.forEach(server -> servers.remove(server.id(), server));
        for (var server : ending) {
            all.forEach(to -> to.membership().setHears(server.membership(), to == server));
        }
        ending.forEach(JGroupsRaftServer::beAlone);
        detector.await(() -> ending.stream().noneMatch(JGroupsRaftServer::isVoting));
        ending.forEach(JGroupsRaftServer::disconnect);
    }

    /** Ends all servers at the same time; otherwise each would wait for the others. */
    @Override
    public void closeAll(List<EngineServer> ending) {
        end(running());
    }

    @Override
    public void close() {
        end(running());
    }
}
