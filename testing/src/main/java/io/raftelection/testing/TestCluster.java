package io.raftelection.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.EngineServer;
import io.raftelection.testing.spi.MembershipChange;
import io.raftelection.testing.spi.MembershipChange.Kind;
import io.raftelection.testing.spi.ServerConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A real cluster of a Raft engine in this JVM. A test starts its servers, makes them stand for election, kills them and
 * cuts their links, while the engine's adapter reports to the sinks that the cluster was made with.
 *
 * <p>These methods only request an action. Its outcome is reported to the sinks; no method guarantees an election.
 *
 * <p>Engines differ. {@link #notOffered} says why an engine does not offer an operation, and the operation then throws
 * {@link UnsupportedOperationException} with the same reason. A server that is not of this cluster, or does not run
 * where it has to, is an {@link IllegalArgumentException}.
 *
 * <p>Safe for use by many threads. One lock guards the set of servers, their links and which of them may be elected. It
 * is held while a server starts or ends. Requests to a running server, and calls that only read, take no lock. Servers
 * bind free ports of the loopback interface, and their files are in a temporary directory. A closed cluster leaves no
 * thread, port or file of its own.
 */
public final class TestCluster implements AutoCloseable {
    /** The number of servers that a cluster may have. */
    public static final int MAX_SERVERS = 9;

    private final ClusterFilter filter = new ClusterFilter();
    private final Function<ServerId, LeadershipSink> source;
    private final EngineRuntime runtime;
    private final Map<ServerId, ServerCounter> counters = new ConcurrentHashMap<>();
    private final Set<ServerId> paused = ConcurrentHashMap.newKeySet();

    @GuardedBy("this")
    private final Map<ServerId, LeadershipSink> sinks = new LinkedHashMap<>();

    @GuardedBy("this")
    private final ClusterDirectory directory;

    @GuardedBy("this")
    private boolean isStarted;

    @GuardedBy("this")
    private boolean isClosed;

    /** Replaced under the lock, read without it. */
    private volatile ServerRegistry registry;

    /** The highest term that a server had reached when it ended. Written under the lock. */
    private volatile long latestTermOfStopped;

    /**
     * Creates a cluster that is not started yet.
     *
     * @param engine the engine of its servers
     * @param servers 1 to 9 different servers
     * @param sinks returns the sink of each server, as {@code tracker::track} does; called once per server
     * @throws IllegalArgumentException if there are too few or too many servers, or two are equal
     */
    public TestCluster(TestEngine engine, List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        Objects.requireNonNull(engine, "engine: is null");
        this.registry = ServerRegistry.of(Objects.requireNonNull(servers, "servers: is null"));
        this.source = Objects.requireNonNull(sinks, "sinks: is null");
        this.runtime =
                Objects.requireNonNull(engine.open(registry.servers(), filter), "engine: opened no runtime, but null");
        this.directory = new ClusterDirectory(runtime.parentDirectory());
        registry.servers().forEach(server -> this.sinks.put(server, sinks.apply(server)));
    }

    /**
     * The claim of one server that it leads.
     *
     * @param server the server
     * @param term the term that it leads, where the engine has one
     */
    public record Claim(ServerId server, OptionalLong term) {}

    /** {@return all servers, running or not, in the order in which they were given or started first} */
    public List<ServerId> servers() {
        return registry.servers();
    }

    /** {@return the servers that vote, may lead and count for a majority, running or not} */
    public List<ServerId> voters() {
        return registry.voters();
    }

    /**
     * {@return the servers that receive entries, and neither vote nor count, running or not} A server that is neither a
     * voter nor a learner is outside the configuration.
     */
    public List<ServerId> learners() {
        return registry.learners();
    }

    /** Returns the voters and the learners. */
    List<ServerId> members() {
        return registry.members();
    }

    /**
     * {@return why the engine does not offer an operation; empty if it does} The answer never changes. The reason is a
     * sentence in lower case without a full stop, for messages and for tables.
     *
     * @param capability the operation
     */
    public Optional<String> notOffered(Capability capability) {
        return runtime.notOffered(Objects.requireNonNull(capability, "capability: is null"));
    }

    /**
     * {@return whether a server was started, and not killed since}
     *
     * @param server a server
     * @throws IllegalArgumentException if it is not of this cluster
     */
    public boolean isRunning(ServerId server) {
        return registry.find(server).isPresent();
    }

    /**
     * {@return the servers that now claim to lead, with their terms} The engine answers, not the adapter, so a test can
     * compare the adapter's reports with this. An old leader that does not know of its successor is included.
     */
    public List<Claim> claims() {
        var claims = new ArrayList<Claim>();
        for (var server : registry.running().keySet()) {
            find(server)
                    .filter(status -> status.leader().equals(Optional.of(server)))
                    .ifPresent(status -> claims.add(new Claim(server, status.term())));
        }
        return claims;
    }

    /**
     * {@return the status of a server}
     *
     * @param server a running server
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public ServerStatus status(ServerId server) {
        registry.get(server);
        return find(server)
                .orElseThrow(() -> new IllegalArgumentException("server " + server + ": does not run any longer"));
    }

    /** Returns the status of a server; empty if it does not run, or ends meanwhile. */
    Optional<ServerStatus> find(ServerId server) {
        var engine = registry.find(server);
        try {
            return engine.map(EngineServer::status);
        } catch (RuntimeException e) {
            if (registry.running().get(server) == engine.orElseThrow()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /**
     * {@return the engine's own object of a server, for what only the engine offers} For example
     * {@code cluster.unwrap(s1, RaftServer.Division.class)}. It ends with the server.
     *
     * @param server a running server
     * @param type the object's type
     * @param <T> the object's type
     * @throws IllegalArgumentException if the server is not of this cluster or does not run, or if the engine has no
     *     object of that type
     */
    public <T> T unwrap(ServerId server, Class<T> type) {
        return registry.get(server)
                .unwrap(Objects.requireNonNull(type, "type: is null"))
                .orElseThrow(() -> new IllegalArgumentException("server " + server + ": has no " + type.getName()));
    }

    /**
     * {@return what a server's state machine did since the server was last started}
     *
     * @param server a server
     * @throws IllegalArgumentException if it is not of this cluster
     */
    public Counts counts(ServerId server) {
        isRunning(server);
        return Optional.ofNullable(counters.get(server))
                .map(ServerCounter::counts)
                .orElse(Counts.NONE);
    }

    /**
     * Starts all servers. Returns before or after one of them is elected.
     *
     * @throws IOException if they cannot be started; none runs then
     * @throws IllegalStateException if the cluster was started or closed before: {@code cluster: started already},
     *     {@code cluster: closed}
     * @throws InterruptedException if the thread was interrupted; no server runs then
     */
    public synchronized void start() throws IOException, InterruptedException {
        if (isClosed || isStarted) {
            throw new IllegalStateException("cluster: " + (isClosed ? "closed" : "started already"));
        }
        isStarted = true;
        try {
            var configs = new ArrayList<ServerConfig>();
            for (var server : servers()) {
                configs.add(config(server, false));
            }
            for (var started = runtime.startAll(configs).iterator(); started.hasNext(); ) {
                registry =
                        registry.started(configs.get(registry.running().size()).id(), started.next());
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            endAll();
            throw e;
        }
    }

    @GuardedBy("this")
    private void start(ServerId server, boolean isRestart) throws IOException, InterruptedException {
        registry = registry.started(server, runtime.start(config(server, isRestart)));
    }

    @GuardedBy("this")
    private ServerConfig config(ServerId server, boolean isRestart) throws IOException {
        var counter = new ServerCounter(count -> filter.applied(server, count));
        counters.put(server, counter);
        var sink = Optional.ofNullable(sinks.get(server)).orElseThrow();
        return new ServerConfig(server, voters(), learners(), isRestart, directory.of(server), sink, counter);
    }

    /**
     * Asks the present leader to hand leadership to another server, and waits until it has tried. Only the other
     * server's acquisition tells whether that succeeded.
     *
     * @param server the next leader, running
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#TRANSFER}
     * @throws IllegalArgumentException if it is not of this cluster, does not run, or is no voter
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws IOException if the leader refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public void transfer(ServerId server) throws IOException, InterruptedException {
        refuseWithout(Capability.TRANSFER);
        checkMayLead(server);
        leader().transfer(server);
    }

    /** Throws if a server does not run or is no voter. */
    void checkMayLead(ServerId server) {
        var unused = registry.getVoter(server);
    }

    private EngineServer leader() {
        return registry.get(leaderId());
    }

    /** Returns the server that claims to lead; if there are several, the one with the highest term. */
    private ServerId leaderId() {
        return claims().stream()
                .max(Comparator.comparingLong(claim -> claim.term().orElse(0)))
                .map(Claim::server)
                .orElseThrow(() -> new IllegalStateException("cluster: no server leads"));
    }

    /**
     * Makes a leader that reaches a majority give up leadership, without naming a successor. It may be elected again.
     *
     * @param leader the server that leads
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#STEP_DOWN}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     * @throws IllegalStateException if it does not lead: {@code server s1: does not lead}
     * @throws IOException if it refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public void stepDown(ServerId leader) throws IOException, InterruptedException {
        refuseWithout(Capability.STEP_DOWN);
        registry.get(leader).stepDown();
    }

    /**
     * Ends a server as a crash does: to the other servers it is silent, and it hands nothing over. When this returns,
     * it no longer runs, and the loss of what it led was reported.
     *
     * @param server a running server
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public synchronized void kill(ServerId server) {
        var engine = registry.get(server);
        filter.isolate(server);
        stopped(server);
        engine.crash();
        runtime.linksChanged();
    }

    @GuardedBy("this")
    private void stopped(ServerId server) {
        find(server)
                .ifPresent(status -> latestTermOfStopped =
                        Math.max(latestTermOfStopped, status.term().orElse(0)));
        registry = registry.stopped(server);
        paused.remove(server);
    }

    /**
     * Starts a killed server again, with what it had stored and its links restored.
     *
     * @param server a server that does not run
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#RESTART}
     * @throws IllegalArgumentException if it is not of this cluster or runs
     * @throws IllegalStateException if the cluster was not started, or was closed
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the thread was interrupted
     */
    public synchronized void restart(ServerId server) throws IOException, InterruptedException {
        refuseWithout(Capability.RESTART);
        registry.checkStopped(server);
        checkStarted();
        filter.heal(server);
        try {
            start(server, true);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            filter.isolate(server); // a killed server is isolated, too
            throw e;
        }
        runtime.linksChanged();
    }

    @GuardedBy("this")
    private void checkStarted() {
        if (isClosed || !isStarted) {
            throw new IllegalStateException("cluster: " + (isClosed ? "closed" : "not started"));
        }
    }

    /**
     * Cuts one direction of one link: messages no longer arrive. A link of a server that does not run can be cut, too;
     * its restart restores it. Cutting a link again changes nothing.
     *
     * @param from the server whose messages no longer arrive
     * @param to the server at which they no longer arrive
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#CUT}
     * @throws IllegalArgumentException if one is not of this cluster
     */
    public synchronized void cut(ServerId from, ServerId to) {
        refuseWithout(Capability.CUT);
        registry.find(from);
        registry.find(to);
        filter.cut(from, to);
        runtime.linksChanged();
    }

    /**
     * Cuts all links of a server, in both directions, also those to servers that are added later.
     *
     * @param server a server
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ISOLATE}
     * @throws IllegalArgumentException if it is not of this cluster
     */
    public synchronized void isolate(ServerId server) {
        refuseWithout(Capability.ISOLATE);
        registry.find(server);
        filter.isolate(server);
        runtime.linksChanged();
    }

    /** Restores all links. Does nothing if none is cut. */
    public synchronized void heal() {
        filter.heal();
        runtime.linksChanged();
    }

    /**
     * {@return whether two servers can talk with each other, in both directions}
     *
     * @param one a server
     * @param other a server, possibly the same
     */
    public boolean areConnected(ServerId one, ServerId other) {
        return one.equals(other) || (!filter.isCut(one, other) && !filter.isCut(other, one));
    }

    /**
     * Sets which servers can be elected from now on: vote requests for others do not arrive. Until this is called, all
     * can. A server that leads goes on leading. May be called before the start.
     *
     * @param candidates any servers of this cluster, also none
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ELECT}
     * @throws IllegalArgumentException if one is not of this cluster
     */
    public synchronized void allow(Set<ServerId> candidates) {
        refuseWithout(Capability.ELECT);
        Objects.requireNonNull(candidates, "candidates: is null").forEach(registry::find);
        filter.allow(candidates);
        runtime.candidatesChanged();
    }

    /**
     * Makes a server stand for election as soon as it can, and does not wait for the outcome. If it may be elected,
     * reaches a majority and its log is as good as theirs, it wins, sooner or later.
     *
     * @param server a running server
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ELECT}
     * @throws IllegalArgumentException if it is not of this cluster, does not run, or is no voter
     * @throws IOException if it refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public void campaign(ServerId server) throws IOException, InterruptedException {
        refuseWithout(Capability.ELECT);
        registry.getVoter(server).campaign(latestTerm());
    }

    private long latestTerm() {
        return registry.running().keySet().stream()
                .flatMap(server -> find(server).stream())
                .mapToLong(status -> status.term().orElse(0))
                .reduce(latestTermOfStopped, Math::max);
    }

    /**
     * Hands a command of the user to a server, as a client of the engine does, and returns at once.
     *
     * @param server the leader, running
     * @param command what its state machine is to apply
     * @return completes when it is applied there; fails if the server refuses it, loses leadership before that, or ends
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#COMMANDS}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public CompletionStage<Void> submit(ServerId server, byte[] command) {
        refuseWithout(Capability.COMMANDS);
        Objects.requireNonNull(command, "command: is null");
        return registry.get(server).submit(command.clone());
    }

    /**
     * Makes a server take a snapshot of its state and drop its log up to there, and waits until it has. A server that
     * lags behind further than that restores the snapshot.
     *
     * @param server a running server
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#SNAPSHOT}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     * @throws IOException if it refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public void snapshot(ServerId server) throws IOException, InterruptedException {
        refuseWithout(Capability.SNAPSHOT);
        registry.get(server).snapshot();
    }

    /**
     * Stops a server like a process that receives no processor time. It does nothing until it is resumed, and messages
     * to it wait. Pausing it again changes nothing.
     *
     * @param server a running server
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#PAUSE}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public synchronized void pause(ServerId server) {
        refuseWithout(Capability.PAUSE);
        registry.get(server).pause();
        paused.add(server);
    }

    /**
     * Lets a paused server run again. Does nothing if it is not paused.
     *
     * @param server a running server
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#PAUSE}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public synchronized void resume(ServerId server) {
        refuseWithout(Capability.PAUSE);
        registry.get(server).resume();
        paused.remove(server);
    }

    boolean isPaused(ServerId server) {
        return paused.contains(server);
    }

    /**
     * Starts a server outside the configuration. It neither votes nor counts for a majority, until {@link #addMember}
     * makes it a voter.
     *
     * @param server a server that is not of this cluster
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#MEMBERSHIP}
     * @throws IllegalArgumentException if it is already in this cluster, or the cluster is full
     * @throws IllegalStateException if the cluster was not started, or was closed
     * @throws IOException if it cannot be started; it is then not in the cluster
     * @throws InterruptedException if the thread was interrupted; it is then not in the cluster
     */
    public void start(ServerId server) throws IOException, InterruptedException {
        refuseWithout(Capability.MEMBERSHIP);
        start(server, Kind.REMOVED);
    }

    private synchronized void start(ServerId server, Kind kind) throws IOException, InterruptedException {
        var larger = registry.with(server);
        checkStarted();
        sinks.computeIfAbsent(server, source);
        registry = larger.after(larger.change(server, kind));
        try {
            start(server, false);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            leave(server);
            throw e;
        }
    }

    /**
     * Makes the leader take a running server into the configuration as a voter, and waits until it has.
     *
     * @param server a learner, or a server outside the configuration, running
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#MEMBERSHIP}
     * @throws IllegalArgumentException if it is not of this cluster, does not run, or is a voter already
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws IOException if the leader refuses; the server then stays what it was
     * @throws InterruptedException if the thread was interrupted; the change may still come about
     */
    public void addMember(ServerId server) throws IOException, InterruptedException {
        refuseWithout(Capability.MEMBERSHIP);
        registry.get(server);
        if (voters().contains(server)) {
            throw new IllegalArgumentException("server " + server + ": is a voter already, expected another one");
        }
        change(leader(), server, Kind.VOTER);
    }

    /**
     * Starts another server, makes the leader add it to the cluster as a voter, and waits until it has.
     *
     * @param server a server that is not of this cluster
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#MEMBERSHIP}
     * @throws IllegalArgumentException if it is already in this cluster, or the cluster is full
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws IOException if the leader refuses; the server is then not in the cluster
     * @throws InterruptedException if the thread was interrupted; the server is then not in the cluster
     */
    public void addServer(ServerId server) throws IOException, InterruptedException {
        refuseWithout(Capability.MEMBERSHIP);
        registry.with(server);
        var leader = leader();
        start(server, Kind.REMOVED);
        addStarted(leader, server, Kind.VOTER);
    }

    /**
     * Starts another server, makes the leader add it to the cluster as a learner, and waits until it has. A learner
     * receives all entries, and neither votes nor counts. {@link #addMember} makes it a voter.
     *
     * @param server a server that is not of this cluster
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#LEARNERS}
     * @throws IllegalArgumentException if it is already in this cluster, or the cluster is full
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws IOException if the leader refuses; the server is then not in the cluster
     * @throws InterruptedException if the thread was interrupted; the server is then not in the cluster
     */
    public void addLearner(ServerId server) throws IOException, InterruptedException {
        refuseWithout(Capability.LEARNERS);
        registry.with(server);
        var leader = leader();
        start(server, Kind.LEARNER);
        addStarted(leader, server, Kind.LEARNER);
    }

    private void addStarted(EngineServer leader, ServerId server, Kind kind) throws IOException, InterruptedException {
        try {
            change(leader, server, kind);
        } catch (IOException | InterruptedException | RuntimeException e) {
            undoJoin(server);
            throw e;
        }
    }

    private void change(EngineServer leader, ServerId server, Kind kind) throws IOException, InterruptedException {
        var change = registry.change(server, kind);
        if (kind == Kind.VOTER) { // the voters must not take themselves for a majority while the change is under way
            votersChanged(change.voters());
        }
        try {
            leader.changeMembers(change);
            changed(change);
        } finally {
            votersChanged(voters());
        }
    }

    private synchronized void changed(MembershipChange change) {
        registry = registry.after(change);
    }

    private synchronized void votersChanged(List<ServerId> voters) {
        if (!isClosed) {
            runtime.votersChanged(Set.copyOf(voters));
        }
    }

    private synchronized void undoJoin(ServerId server) throws IOException {
        if (servers().contains(server) && !isClosed) {
            leave(server);
        }
    }

    /**
     * Makes the leader remove a server from the cluster, waits until it has, and ends the server. Its stored state is
     * deleted. It may be added again. A server outside the configuration only ends.
     *
     * @param server a server of this cluster that does not lead, running or not
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#MEMBERSHIP}
     * @throws IllegalArgumentException if it is not of this cluster, or leads
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws IOException if the leader refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public void removeServer(ServerId server) throws IOException, InterruptedException {
        refuseWithout(Capability.MEMBERSHIP);
        isRunning(server);
        if (members().contains(server)) {
            var leader = leaderId();
            if (leader.equals(server)) {
                throw new IllegalArgumentException("server " + server + ": leads, expected one that does not");
            }
            registry.get(leader).changeMembers(registry.change(server, Kind.REMOVED));
        }
        leave(server);
    }

    private synchronized void leave(ServerId server) throws IOException {
        var engine = registry.find(server);
        filter.isolate(server);
        stopped(server);
        engine.ifPresent(EngineServer::crash);
        registry = registry.without(server);
        runtime.forget(server);
        runtime.votersChanged(Set.copyOf(voters()));
        runtime.linksChanged();
        directory.remove(server);
        filter.heal(server);
    }

    void refuseWithout(Capability capability) {
        notOffered(capability).ifPresent(why -> {
            throw new UnsupportedOperationException(capability.words() + ": " + why);
        });
    }

    void follow(CommandProgress progress) {
        filter.follow(progress);
    }

    /**
     * Closes all servers and removes what they stored. The loss of what they led is reported before this returns. Any
     * number of times.
     */
    @Override
    public synchronized void close() {
        isClosed = true;
        endAll();
    }

    /** Forbids all elections, so that no leadership begins while servers end. */
    @GuardedBy("this")
    private void endAll() {
        filter.allow(Set.of());
        var ending = registry.running();
        registry = registry.allStopped();
        paused.clear();
        try (directory;
                runtime) {
            runtime.closeAll(List.copyOf(ending.values()));
        }
    }
}
