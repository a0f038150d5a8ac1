package io.raftelection.testing;

import io.raftelection.Fact;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.spi.MembershipChange.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
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

    private final ActionFacts facts = new ActionFacts();
    private final ClusterServers servers;
    private final Membership membership;

    /**
     * Creates a cluster that is not started yet.
     *
     * @param engine the engine of its servers
     * @param servers 1 to 9 different servers
     * @param sinks returns the sink of each server, as {@code tracker::track} does; called once per server
     * @throws IllegalArgumentException if there are too few or too many servers, or two are equal
     */
    public TestCluster(TestEngine engine, List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        Objects.requireNonNull(sinks, "sinks: is null");
        this.servers = new ClusterServers(engine, servers, server -> facts.keep(server, sinks.apply(server)));
        this.membership = new Membership(this.servers);
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
        return servers.registry().servers();
    }

    /** {@return the servers that vote, may lead and count for a majority, running or not} */
    public List<ServerId> voters() {
        return servers.registry().voters();
    }

    /**
     * {@return the servers that receive entries, and neither vote nor count, running or not} A server that is neither a
     * voter nor a learner is outside the configuration.
     */
    public List<ServerId> learners() {
        return servers.registry().learners();
    }

    /** Returns the voters and the learners. */
    List<ServerId> members() {
        return servers.registry().members();
    }

    /**
     * {@return why the engine does not offer an operation; empty if it does} The answer never changes. The reason is a
     * sentence in lower case without a full stop, for messages and for tables.
     *
     * @param capability the operation
     */
    public Optional<String> notOffered(Capability capability) {
        return servers.runtime.notOffered(Objects.requireNonNull(capability, "capability: is null"));
    }

    /**
     * {@return whether a server was started, and not killed since}
     *
     * @param server a server
     * @throws IllegalArgumentException if it is not of this cluster
     */
    public boolean isRunning(ServerId server) {
        return servers.registry().find(server).isPresent();
    }

    /**
     * {@return the servers that now claim to lead, with their terms} The engine answers, not the adapter, so a test can
     * compare the adapter's reports with this. An old leader that does not know of its successor is included.
     */
    public List<Claim> claims() {
        return servers.claims();
    }

    /**
     * {@return the status of a server}
     *
     * @param server a running server
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public ServerStatus status(ServerId server) {
        servers.registry().get(server);
        return find(server)
                .orElseThrow(() -> new IllegalArgumentException("server " + server + ": does not run any longer"));
    }

    /** Returns the status of a server; empty if it does not run, or ends meanwhile. */
    Optional<ServerStatus> find(ServerId server) {
        return servers.find(server);
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
        return servers.registry()
                .get(server)
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
        return servers.counts(server);
    }

    /**
     * Starts all servers. Returns before or after one of them is elected.
     *
     * @throws IOException if they cannot be started; none runs then
     * @throws IllegalStateException if the cluster was started or closed before: {@code cluster: started already},
     *     {@code cluster: closed}
     * @throws InterruptedException if the thread was interrupted; no server runs then
     */
    public void start() throws IOException, InterruptedException {
        servers.start();
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
        var from = servers.leaderId();
        facts.doing(
                Fact.Kind.TRANSFER,
                server,
                "from " + from,
                () -> servers.registry().get(from).transfer(server));
    }

    /** Does the same, and leaves it to the caller to report it as a fact. */
    void handOver(ServerId server) throws IOException, InterruptedException {
        servers.leader().transfer(server);
    }

    /** What the test does. */
    ActionFacts facts() {
        return facts;
    }

    /** Throws if a server does not run or is no voter. */
    void checkMayLead(ServerId server) {
        var unused = servers.registry().getVoter(server);
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
        var engine = servers.registry().get(leader);
        facts.doing(Fact.Kind.STEP_DOWN, leader, "", engine::stepDown);
    }

    /** Does the same, and leaves it to the caller to report it as a fact. */
    void giveUp(ServerId leader) throws IOException, InterruptedException {
        refuseWithout(Capability.STEP_DOWN);
        servers.registry().get(leader).stepDown();
    }

    /**
     * Ends a server as a crash does: to the other servers it is silent, and it hands nothing over. When this returns,
     * it no longer runs, and the loss of what it led was reported.
     *
     * @param server a running server
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public void kill(ServerId server) {
        servers.registry().get(server);
        facts.doing(Fact.Kind.KILL, server, () -> servers.kill(server));
        facts.resumed(server);
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
    public void restart(ServerId server) throws IOException, InterruptedException {
        refuseWithout(Capability.RESTART);
        servers.registry().checkStopped(server);
        facts.doing(Fact.Kind.RESTART, server, "", () -> servers.restart(server));
        facts.healed(server);
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
    public void cut(ServerId from, ServerId to) {
        refuseWithout(Capability.CUT);
        servers.registry().find(from);
        servers.registry().find(to);
        facts.cut(from, to);
        servers.cut(from, to);
    }

    /**
     * Cuts all links of a server, in both directions, also those to servers that are added later.
     *
     * @param server a server
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ISOLATE}
     * @throws IllegalArgumentException if it is not of this cluster
     */
    public void isolate(ServerId server) {
        refuseWithout(Capability.ISOLATE);
        servers.registry().find(server);
        facts.begin(Fact.Kind.ISOLATE, server);
        servers.isolate(server);
    }

    /** Restores all links. Does nothing if none is cut. */
    public void heal() {
        servers.heal();
        facts.healed();
    }

    /**
     * {@return whether two servers can talk with each other, in both directions}
     *
     * @param one a server
     * @param other a server, possibly the same
     */
    public boolean areConnected(ServerId one, ServerId other) {
        return servers.areConnected(one, other);
    }

    /**
     * Sets which servers can be elected from now on: vote requests for others do not arrive. Until this is called, all
     * can. A server that leads goes on leading. May be called before the start.
     *
     * @param candidates any servers of this cluster, also none
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ELECT}
     * @throws IllegalArgumentException if one is not of this cluster
     */
    public void allow(Set<ServerId> candidates) {
        refuseWithout(Capability.ELECT);
        servers.allow(candidates);
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
        var engine = servers.registry().getVoter(server);
        facts.doing(Fact.Kind.ELECT, server, "", () -> engine.campaign(servers.latestTerm()));
    }

    /** Does the same, and leaves it to the caller to report it as a fact. */
    void standForElection(ServerId server) throws IOException, InterruptedException {
        refuseWithout(Capability.ELECT);
        servers.registry().getVoter(server).campaign(servers.latestTerm());
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
        return servers.registry().get(server).submit(command.clone());
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
        servers.registry().get(server).snapshot();
    }

    /**
     * Stops a server like a process that receives no processor time. It does nothing until it is resumed, and messages
     * to it wait. Pausing it again changes nothing.
     *
     * @param server a running server
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#PAUSE}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public void pause(ServerId server) {
        refuseWithout(Capability.PAUSE);
        servers.registry().get(server);
        facts.begin(Fact.Kind.PAUSE, server);
        servers.pause(server);
    }

    /**
     * Lets a paused server run again. Does nothing if it is not paused.
     *
     * @param server a running server
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#PAUSE}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public void resume(ServerId server) {
        refuseWithout(Capability.PAUSE);
        servers.resume(server);
        facts.resumed(server);
    }

    boolean isPaused(ServerId server) {
        return servers.isPaused(server);
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
        servers.start(server, Kind.REMOVED);
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
        membership.addMember(server);
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
        membership.addServer(server);
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
        membership.addLearner(server);
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
        servers.registry().find(server);
        facts.doing(Fact.Kind.REMOVE, server, "", () -> membership.removeServer(server));
        facts.left(server);
    }

    void refuseWithout(Capability capability) {
        notOffered(capability).ifPresent(why -> {
            throw new UnsupportedOperationException(capability.words() + ": " + why);
        });
    }

    void follow(CommandProgress progress) {
        servers.filter.follow(progress);
    }

    /**
     * Closes all servers and removes what they stored. The loss of what they led is reported before this returns. Any
     * number of times.
     */
    @Override
    public void close() {
        servers.close();
    }
}
