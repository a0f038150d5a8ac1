package io.raftelection.testing;

import io.raftelection.Fact;
import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Decides who leads a real cluster. Only the server that the test names can win; before and after that, the cluster has
 * no leader:
 *
 * <pre>{@code
 * try (var control = ElectionControl.start(new RatisEngine(), 3)) {
 *     var term = control.elect(S1);          // s1 leads and is ready, and the others follow it
 *     term.when().command(2).appended().depose();
 *     ...
 *     control.elect(S2);
 *     control.kill(S2);                      // the cluster has no leader until
 *     control.elect(S3);
 *     control.restart(S2);
 *     control.barrier();                     // all servers have applied what s3 committed
 * }
 * }</pre>
 *
 * <p>The transport drops vote requests from all other servers. If one is elected regardless, an
 * {@link UncontrolledElectionException} is thrown. Everything else is the engine's own code.
 *
 * <p>An operation that the engine does not offer throws {@link UnsupportedOperationException} with the reason. Every
 * wait ends after {@link #PATIENCE}, multiplied by {@link TimeScale}. Only one thread may use a control, except that
 * any thread may call {@link #close()} at any time. Several controls can run at the same time, each with its own
 * cluster. The design follows {@code Control} of the Go package {@code raft-test}.
 */
public final class ElectionControl implements AutoCloseable {
    /** The time after which a wait is given up; far more than any wait needs. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int HISTORY = 1 << 16;

    /** The shortest stall of the JVM that is recorded. A shorter one rarely ends a leadership. */
    private static final Duration STALLS = Duration.ofMillis(500);

    private final Tracker tracker =
            Tracker.builder("control").historySize(HISTORY).stalls(STALLS).build();
    private final ElectionMonitor monitor = new ElectionMonitor();
    private final Lifetime lifetime = new Lifetime();
    private final TestCluster cluster;
    private final Convergence convergence;
    private final Elections elections;
    private final Plans plans;
    private final AtomicInteger snapshots = new AtomicInteger();
    private volatile Optional<Term> present = Optional.empty();

    private ElectionControl(TestEngine engine, List<ServerId> servers) {
        this.cluster = new TestCluster(engine, servers, server -> monitor.before(server, tracker.track(server)));
        this.convergence = new Convergence(cluster, tracker, TimeScale.of(PATIENCE), lifetime);
        this.elections = new Elections(cluster, tracker, monitor, convergence, lifetime);
        this.plans = new Plans(this, convergence);
    }

    /**
     * Starts a cluster that has no leader.
     *
     * @param engine the engine, with the state machines that it runs
     * @param servers the number of servers, 1 to 9; they are named {@code s1}, {@code s2} and so on
     * @return its control
     * @throws IllegalArgumentException if there are too few or too many
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ELECT}
     * @throws IOException if a server cannot be started; none runs then
     * @throws InterruptedException if the thread was interrupted
     */
    public static ElectionControl start(TestEngine engine, int servers) throws IOException, InterruptedException {
        if (servers < 1 || servers > TestCluster.MAX_SERVERS) {
            throw new IllegalArgumentException("servers: " + servers + ", expected 1 to " + TestCluster.MAX_SERVERS);
        }
        return start(
                engine,
                IntStream.rangeClosed(1, servers)
                        .mapToObj(number -> ServerId.of("s" + number))
                        .toList());
    }

    /**
     * Starts a cluster that has no leader.
     *
     * @param engine the engine, with the state machines that it runs
     * @param servers 1 to 9 different ones
     * @return its control
     * @throws IllegalArgumentException if there are too few, too many or equal servers
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ELECT}
     * @throws IOException if a server cannot be started; none runs then
     * @throws InterruptedException if the thread was interrupted
     */
    public static ElectionControl start(TestEngine engine, List<ServerId> servers)
            throws IOException, InterruptedException {
        Objects.requireNonNull(engine, "engine: is null");
        var members = ServerRegistry.of(servers).servers();
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the cluster was started");
        }
        var control = new ElectionControl(engine, members);
        try {
            control.cluster.allow(Set.of());
            control.cluster.start();
            return control;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            control.closeAfter(e);
            throw e;
        }
    }

    /** A failure of the cleanup is suppressed, so that it does not hide the first failure. */
    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** {@return the tracker to which the cluster reports} */
    public Tracker tracker() {
        return tracker;
    }

    /**
     * {@return the cluster, for what only the engine offers, as {@code control.cluster().unwrap(S1,
     * RaftServer.Division.class)}}
     */
    public TestCluster cluster() {
        return cluster;
    }

    /** {@return all servers, running or not} */
    public List<ServerId> servers() {
        return cluster.servers();
    }

    /** {@return the term that was elected last, if it is not lost yet} */
    public Optional<Term> term() {
        return present.filter(Term::isHeld);
    }

    /**
     * Makes a server the leader. When this returns, the server leads and is ready, and every server that is connected
     * to it follows it and has its log. No other server can have won.
     *
     * <p>The present leader is deposed first, after the server has caught up with its log. A leader that is
     * disconnected from the server is not deposed, and may believe for a while that it still leads. A server whose log
     * is behind those of a majority cannot win (Raft paper, 5.4.1); this method then throws the exception.
     *
     * <p>This method first waits until no action of a {@link Plan} is under way, or about to start because of a command
     * that a {@link Client} of this control handed over. A leader that a plan deposes is therefore gone before another
     * is elected. An action may call this method: the call does not wait for that action.
     *
     * @param server the next leader, running
     * @return its term
     * @throws IllegalArgumentException if it is not of this cluster, does not run, or is no voter
     * @throws IllegalStateException if it leads already: {@code server s1: leads already (term 4)}
     * @throws NotConvergedException if it is not elected, not ready, or not followed by all connected servers in time
     * @throws UncontrolledElectionException if another server was elected since the last call
     * @throws IOException if the engine refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public Term elect(ServerId server) throws IOException, InterruptedException {
        refuseUnknown(server);
        return lifetime.during(() -> {
            cluster.checkMayLead(server);
            plans.awaitActions();
            var before = term();
            if (before.isPresent()) {
                replace(before.get(), server);
            } else {
                elections.deposeLateLeader();
            }
            return cluster.facts()
                    .during(Fact.Kind.ELECT, server, "", () -> elected(server, cluster::standForElection));
        });
    }

    private void replace(Term old, ServerId next) throws IOException, InterruptedException {
        refuseLeader(old, next);
        if (!convergence.connectedTo(next).contains(old.server())) {
            return;
        }
        if (!plans.isActor()) { // the action of this thread stops the leader from sending
            convergence.awaitLog(next, old.server(), () -> plans.isActing() || !old.isHeld());
            plans.awaitActions();
        }
        old.depose();
    }

    private static void refuseLeader(Term term, ServerId server) {
        if (term.server().equals(server)) {
            throw new IllegalStateException("server " + server + ": leads already (" + term + ")");
        }
    }

    private Term elected(ServerId server, Elections.Means means) throws IOException, InterruptedException {
        var leadership = elections.elect(server, means);
        var progress = new CommandProgress(leadership, counts(server).commands());
        cluster.follow(progress);
        var term = new Term(this, leadership, plans, progress);
        present = Optional.of(term);
        return term;
    }

    void depose(Leadership leadership) throws IOException, InterruptedException {
        lifetime.doing(() -> elections.depose(leadership));
    }

    /**
     * Waits until every server that is connected to the leader has applied all entries of the leader's log. First waits
     * until no action of a {@link Plan} is under way, or about to start because of a command that a {@link Client} of
     * this control handed over, and until no other thread runs {@link #snapshot}. An action may call this method: the
     * call does not wait for that action. The method does not wait for a snapshot that the engine takes by itself,
     * because the engine does not report it.
     *
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#COMMANDS}
     * @throws NotConvergedException if it takes too long
     * @throws UncontrolledElectionException if another server was elected since the last call
     * @throws InterruptedException if the thread was interrupted
     */
    public void barrier() throws InterruptedException {
        cluster.refuseWithout(Capability.COMMANDS);
        lifetime.doing(() -> {
            plans.awaitActions();
            if (!plans.isActor()) {
                convergence.until(() -> snapshots.get() == 0, "cluster: a snapshot is not taken");
            }
            convergence.awaitApplied(leader().server());
            monitor.check();
        });
    }

    private Term leader() {
        return term().orElseThrow(() -> new IllegalStateException("cluster: no server leads"));
    }

    /** {@return a client of the cluster, which hands commands to the present leader} */
    public Client client() {
        return new Client(cluster, this::leader, convergence, plans, lifetime);
    }

    /**
     * {@return what a server's state machine did since it was started last}
     *
     * @param server one of this cluster
     * @throws IllegalArgumentException if it is not of this cluster
     */
    public Counts counts(ServerId server) {
        refuseUnknown(server);
        return cluster.counts(server);
    }

    /**
     * Hands leadership over by the engine's own means. At no moment can a third server win. First waits for actions of
     * plans, as {@link #elect} does.
     *
     * @param server the next leader, running and connected to the present one
     * @return its term
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#TRANSFER}
     * @throws IllegalStateException if no server leads, or the given one already leads
     * @throws IllegalArgumentException if it is not of this cluster, does not run, or is no voter
     * @throws NotConvergedException if it takes too long
     * @throws IOException if the leader refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public Term transfer(ServerId server) throws IOException, InterruptedException {
        cluster.refuseWithout(Capability.TRANSFER);
        refuseUnknown(server);
        return lifetime.during(() -> {
            cluster.checkMayLead(server);
            plans.awaitActions();
            var old = leader();
            refuseLeader(old, server);
            return cluster.facts().during(Fact.Kind.TRANSFER, server, "from " + old.server(), () -> {
                var term = elected(server, cluster::handOver);
                convergence.awaitLost(old.leadership());
                return term;
            });
        });
    }

    void refuseUnknown(ServerId server) {
        cluster.isRunning(server);
    }

    /**
     * Cuts all links of a server, in both directions. A leader notices its loss after a while.
     *
     * @param server which one
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#ISOLATE}
     * @throws IllegalArgumentException if it is not of this cluster
     */
    public void disconnect(ServerId server) {
        lifetime.check();
        Lifetime.withoutInterrupt(() -> cluster.isolate(server));
        plans.lookWhoIsConnected();
    }

    /**
     * Cuts one direction of one link.
     *
     * @param from the server whose messages no longer arrive
     * @param to the server at which they no longer arrive
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#CUT}
     * @throws IllegalArgumentException if one is not of this cluster, or both are the same
     */
    public void disconnect(ServerId from, ServerId to) {
        lifetime.check();
        cluster.refuseWithout(Capability.CUT);
        refuseUnknown(Objects.requireNonNull(from, "from: is null"));
        if (from.equals(Objects.requireNonNull(to, "to: is null"))) {
            throw new IllegalArgumentException("server " + to + ": has no link to itself, expected two servers");
        }
        Lifetime.withoutInterrupt(() -> cluster.cut(from, to));
        plans.lookWhoIsConnected();
    }

    /**
     * Cuts all links between servers of different groups.
     *
     * @param groups groups that have no server in common; servers that are in none of them are one more group
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#CUT}
     * @throws IllegalArgumentException if a server is in two of them, or not of this cluster; no link is cut then
     */
    public void partition(List<? extends Collection<ServerId>> groups) {
        Objects.requireNonNull(groups, "groups: is null");
        lifetime.check();
        cluster.refuseWithout(Capability.CUT);
        var named = new HashSet<ServerId>();
        for (var group : groups) {
            for (var server : new HashSet<>(Objects.requireNonNull(group, "group: is null"))) {
                refuseUnknown(server);
                if (!named.add(server)) {
                    throw new IllegalArgumentException("server " + server + ": is in two groups of " + groups);
                }
            }
        }
        Lifetime.withoutInterrupt(() -> groups.forEach(this::separate));
        plans.lookWhoIsConnected();
    }

    private void separate(Collection<ServerId> group) {
        for (var inside : group) {
            for (var outside : servers()) {
                if (!group.contains(outside)) {
                    cluster.cut(inside, outside);
                    cluster.cut(outside, inside);
                }
            }
        }
    }

    /** Restores all links. */
    public void heal() {
        lifetime.check();
        Lifetime.withoutInterrupt(cluster::heal);
    }

    /**
     * Ends a server as a crash does: it hands nothing over and notifies no other server. If it led, the cluster has no
     * leader now.
     *
     * @param server which one, running
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public void kill(ServerId server) {
        lifetime.check();
        Lifetime.withoutInterrupt(() -> cluster.kill(server));
        plans.lookWhoIsConnected();
    }

    /**
     * Starts a killed server again, with what it had stored and its links restored. If it can talk to a leader, waits
     * until it follows that leader.
     *
     * @param server which one, not running
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#RESTART}
     * @throws IllegalArgumentException if it is not of this cluster or runs
     * @throws NotConvergedException if it takes too long
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the thread was interrupted
     */
    public void restart(ServerId server) throws IOException, InterruptedException {
        cluster.refuseWithout(Capability.RESTART);
        refuseUnknown(server);
        lifetime.doing(() -> {
            cluster.restart(server);
            awaitFollows(server);
        });
    }

    private void awaitFollows(ServerId server) throws InterruptedException {
        var term = term();
        if (term.isPresent()
                && convergence.connectedTo(server).contains(term.get().server())) {
            convergence.awaitAgreement(term.get().leadership());
        }
    }

    /**
     * Stops a server like a process that receives no processor time. Messages to it wait.
     *
     * @param server which one, running
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#PAUSE}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public void pause(ServerId server) {
        lifetime.check();
        Lifetime.withoutInterrupt(() -> cluster.pause(server));
        plans.lookWhoIsConnected();
    }

    /**
     * Lets a paused server run again. Does nothing if it is not paused.
     *
     * @param server which one, running
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#PAUSE}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     */
    public void resume(ServerId server) {
        lifetime.check();
        Lifetime.withoutInterrupt(() -> cluster.resume(server));
    }

    /**
     * Makes a server take a snapshot and drop its log up to there, and waits until it has.
     *
     * @param server which one, running
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#SNAPSHOT}
     * @throws IllegalArgumentException if it is not of this cluster or does not run
     * @throws IOException if it refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public void snapshot(ServerId server) throws IOException, InterruptedException {
        cluster.refuseWithout(Capability.SNAPSHOT);
        refuseUnknown(server);
        lifetime.doing(() -> {
            snapshots.incrementAndGet();
            try {
                cluster.snapshot(server);
            } finally {
                snapshots.decrementAndGet();
            }
        });
    }

    /**
     * Starts a server outside the configuration. It neither votes nor counts for a majority, and this control does not
     * wait for it, until {@link #addMember} makes it a voter.
     *
     * @param server one that is not of this cluster
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#MEMBERSHIP}
     * @throws IllegalArgumentException if it is already in this cluster, or the cluster is full
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the thread was interrupted
     */
    public void start(ServerId server) throws IOException, InterruptedException {
        Objects.requireNonNull(server, "server: is null");
        lifetime.doing(() -> cluster.start(server));
    }

    /**
     * Makes the leader take a running server into the configuration as a voter, and waits until it follows the leader.
     *
     * @param server a learner, or one outside the configuration, running
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#MEMBERSHIP}
     * @throws IllegalArgumentException if it is not of this cluster, does not run, or is a voter already
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws NotConvergedException if it takes too long
     * @throws IOException if the leader refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public void addMember(ServerId server) throws IOException, InterruptedException {
        cluster.refuseWithout(Capability.MEMBERSHIP);
        refuseUnknown(server);
        lifetime.doing(() -> {
            cluster.addMember(server);
            awaitFollows(server);
        });
    }

    /**
     * Starts another server, makes the leader add it to the cluster as a voter, and waits until it follows the leader.
     *
     * @param server one that is not of this cluster
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#MEMBERSHIP}
     * @throws IllegalArgumentException if it is already in this cluster, or the cluster is full
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws NotConvergedException if it takes too long
     * @throws IOException if the leader refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public void addServer(ServerId server) throws IOException, InterruptedException {
        cluster.refuseWithout(Capability.MEMBERSHIP);
        lifetime.doing(() -> {
            cluster.addServer(server);
            awaitFollows(server);
        });
    }

    /**
     * Starts another server, makes the leader add it to the cluster as a learner, and waits until it follows the
     * leader. A learner receives all entries, and neither votes nor counts. {@link #addMember} makes it a voter.
     *
     * @param server one that is not of this cluster
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#LEARNERS}
     * @throws IllegalArgumentException if it is already in this cluster, or the cluster is full
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws NotConvergedException if it takes too long
     * @throws IOException if the leader refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public void addLearner(ServerId server) throws IOException, InterruptedException {
        cluster.refuseWithout(Capability.LEARNERS);
        lifetime.doing(() -> {
            cluster.addLearner(server);
            awaitFollows(server);
        });
    }

    /**
     * Makes the leader remove a server from the cluster, and ends the server.
     *
     * @param server one of this cluster that does not lead
     * @throws UnsupportedOperationException if the engine does not offer {@link Capability#MEMBERSHIP}
     * @throws IllegalArgumentException if it is not of this cluster, or leads
     * @throws IllegalStateException if no server leads: {@code cluster: no server leads}
     * @throws IOException if the leader refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public void removeServer(ServerId server) throws IOException, InterruptedException {
        cluster.refuseWithout(Capability.MEMBERSHIP);
        refuseUnknown(server);
        lifetime.doing(() -> {
            cluster.removeServer(server);
            plans.lookWhoIsConnected();
        });
    }

    /**
     * Undoes what a test did to commands and links, so that another test can use the same cluster: gives up breakpoints
     * that were not hit, waits for actions that are under way, resumes paused servers, and restores all links. The
     * leader, killed servers, the members, the counts and the history stay as they are.
     *
     * @throws NotConvergedException if an action takes too long
     * @throws UncontrolledElectionException if another server was elected since the last call
     * @throws InterruptedException if the thread was interrupted
     */
    public void reset() throws InterruptedException {
        lifetime.doing(() -> {
            plans.reset();
            servers().stream().filter(cluster::isPaused).forEach(cluster::resume);
            cluster.heal();
            monitor.check();
        });
    }

    /**
     * Ends the plans, the tracker and the cluster, and waits until none of their threads, ports and files is left. It
     * may be called any number of times. The tracker's history can still be read afterwards.
     *
     * @throws UncontrolledElectionException if a server was elected that the test had not named
     */
    @Override
    public void close() {
        lifetime.end();
        Lifetime.withoutInterrupt(this::closeAll);
        monitor.check();
    }

    private void closeAll() {
        try (tracker;
                cluster;
                plans) {
            tracker.ignore();
        }
    }
}
