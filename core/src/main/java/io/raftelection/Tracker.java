package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.PublisherSource;
import io.raftelection.internal.QueueSource;
import io.raftelection.internal.TrackedCluster;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.LeadershipSource;
import io.raftelection.spi.PolledLeadership;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;

/**
 * Follows the leadership of the servers of one Raft cluster.
 *
 * <pre>{@code
 * try (Tracker tracker = Tracker.strict("orders")) {
 *     LeadershipSink s1 = tracker.track(ServerId.of("s1")); // the engine's adapter calls s1.acquired(term), s1.lost()
 *     LeadershipFuture future = tracker.expect(ServerId.of("s1"), Duration.ofSeconds(5));
 *     Leadership leadership = future.done();
 *     leadership.lost().thenAccept(loss -> System.out.println(loss.cause()));
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads. No engine is ever blocked or thrown into, and nobody who waits is left hanging: not
 * by a time-out, not by {@link #ignore()}, not by {@link #close()}. Callbacks run on the tracker's executor, those of
 * futures one at a time in the order of their causes, those of each listener one at a time in the order of events;
 * threads blocked in {@link LeadershipFuture#done()}, {@link #await await} or {@link Leadership#awaitLost} are woken at
 * once.
 *
 * <p>The idea is that of the Go package {@code election}: see docs/coming-from-raft-test.md.
 */
public final class Tracker implements AutoCloseable {
    private final TrackedCluster cluster;

    Tracker(TrackedCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * {@return a tracker to which a change that nobody expected is an anomaly; for tests}
     *
     * @param name the cluster's name, for logs, threads and messages: what {@link ServerId} accepts
     * @throws IllegalArgumentException if the name is not valid
     */
    public static Tracker strict(String name) {
        return builder(name).strict(true).build();
    }

    /**
     * {@return a tracker to which any change is normal; for production}
     *
     * @param name the cluster's name, for logs, threads and messages: what {@link ServerId} accepts
     * @throws IllegalArgumentException if the name is not valid
     */
    public static Tracker lenient(String name) {
        return builder(name).build();
    }

    /**
     * {@return a builder of an open tracker, with all its settings}
     *
     * @param name the cluster's name, for logs, threads and messages: what {@link ServerId} accepts
     * @throws IllegalArgumentException if the name is not valid
     */
    public static TrackerBuilder builder(String name) {
        return new TrackerBuilder(name);
    }

    /**
     * Starts to track a server.
     *
     * @param server which one
     * @return where the engine's adapter reports
     * @throws IllegalArgumentException if it is tracked already
     * @throws TrackerClosedException if the tracker is closed
     */
    public LeadershipSink track(ServerId server) {
        return cluster.track(Checks.notNull(server, "server"));
    }

    /**
     * Starts to track the server that a source reports about.
     *
     * @param source where changes come from
     * @throws IllegalArgumentException if its server is tracked already
     * @throws TrackerClosedException if the tracker is closed
     */
    public void track(LeadershipSource source) {
        cluster.track(Checks.notNull(Checks.notNull(source, "source").server(), "server"), source);
    }

    /**
     * Starts to track a server by a queue of notifications: {@code true} for acquired, {@code false} for lost. They
     * carry no term.
     *
     * <p>This form alone uses a daemon thread per server, which ends with {@link #untrack} or {@link #close}. On JDK 21
     * and later it is a virtual thread. After its end nobody empties the queue: an engine that must never block needs
     * an unbounded queue, or {@code offer}.
     *
     * <p>If {@code take} throws, or returns null, a leadership that the server holds is lost, with that reason, and the
     * queue is not read any longer.
     *
     * @param server which one
     * @param notifications where the engine puts its changes
     * @throws IllegalArgumentException if it is tracked already
     * @throws TrackerClosedException if the tracker is closed
     */
    public void track(ServerId server, BlockingQueue<Boolean> notifications) {
        track(new QueueSource(Checks.notNull(server, "server"), Checks.notNull(notifications, "notifications")));
    }

    /**
     * Starts to track a server by a publisher of notifications: {@code true} for acquired, {@code false} for lost. They
     * carry no term. If the publisher ends or fails while the server leads, the leadership is lost, with that reason;
     * null in place of a notification is such a failure.
     *
     * @param server which one
     * @param notifications publishes the engine's changes
     * @throws IllegalArgumentException if it is tracked already
     * @throws TrackerClosedException if the tracker is closed
     */
    public void track(ServerId server, Flow.Publisher<Boolean> notifications) {
        track(new PublisherSource(Checks.notNull(server, "server"), Checks.notNull(notifications, "notifications")));
    }

    /**
     * Starts to track servers that only answer when asked: looks at each at once, and again and again until it is
     * untracked, or the tracker ignores it or is closed. Looks run on the executor, which needs a thread for each of
     * these servers: with fewer, they wait for each other, and the time for an answer begins when a look does.
     *
     * @param polled whom to ask, and how often
     * @return how it goes
     * @throws IllegalArgumentException if one of the servers is tracked already; then none of them is
     * @throws TrackerClosedException if the tracker is closed
     */
    public Polling track(PolledLeadership polled) {
        return cluster.track(Checks.notNull(polled, "polled"));
    }

    /**
     * Stops tracking a server. Its held leadership ends with cause {@link Loss.Cause#CLOSED}; who waits for it alone is
     * failed with a {@link TrackerClosedException}; later notifications are dropped and counted. It may be tracked
     * again.
     *
     * @param server which one
     * @throws IllegalArgumentException if it is not tracked
     */
    public void untrack(ServerId server) {
        cluster.untrack(Checks.notNull(server, "server"));
    }

    /**
     * Expects a server to acquire leadership. To be called before the server has any chance to: an acquisition of
     * before is not the expected one.
     *
     * <p>There is one expectation at a time in a tracker, from this call until it failed, was cancelled, or the
     * leadership it led to is lost.
     *
     * @param server which one
     * @param timeout how long it may take from now, more than zero and at most 365 days
     * @return decided by itself when the time is over
     * @throws IllegalArgumentException if the server is not tracked or the timeout out of range
     * @throws IllegalStateException if an expectation is pending or the leadership it led to is held, if the server
     *     leads already, or if the tracker no longer listens
     */
    public LeadershipFuture expect(ServerId server, Duration timeout) {
        return cluster.expect(Set.of(Checks.notNull(server, "server")), Checks.timeout(timeout));
    }

    /**
     * Expects one of several servers to acquire leadership. As {@link #expect}, and whichever is first fulfils it.
     *
     * @param servers which ones, at least one
     * @param timeout how long it may take from now, more than zero and at most 365 days
     * @return decided by itself when the time is over
     * @throws IllegalArgumentException if one is not tracked, if there is none, or if the timeout is out of range
     * @throws IllegalStateException if an expectation is pending or the leadership it led to is held, if one of the
     *     servers leads already, or if the tracker no longer listens
     */
    public LeadershipFuture expectAny(Collection<ServerId> servers, Duration timeout) {
        var ids = new LinkedHashSet<ServerId>();
        Checks.notNull(servers, "servers").forEach(server -> ids.add(Checks.notNull(server, "server")));
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("servers: is empty, expected at least one");
        }
        return cluster.expect(ids, Checks.timeout(timeout));
    }

    /**
     * Waits until a server leads, without claiming the one expectation. Returns at once if it leads now.
     *
     * @param server which one
     * @param timeout how long at most, more than zero and at most 365 days
     * @return its leadership, which may be lost again by now
     * @throws LeadershipTimeoutException if it does not lead in time
     * @throws IllegalArgumentException if the server is not tracked or the timeout out of range
     * @throws TrackerClosedException if the tracker no longer listens
     * @throws InterruptedException if the thread was interrupted
     */
    public Leadership await(ServerId server, Duration timeout) throws InterruptedException {
        return cluster.await(Set.of(Checks.notNull(server, "server")), Checks.timeout(timeout));
    }

    /**
     * Waits until any server leads, without claiming the one expectation. Returns at once if one leads now.
     *
     * @param timeout how long at most, more than zero and at most 365 days
     * @return its leadership, which may be lost again by now
     * @throws LeadershipTimeoutException if none leads in time
     * @throws IllegalArgumentException if the timeout is out of range
     * @throws TrackerClosedException if the tracker no longer listens
     * @throws InterruptedException if the thread was interrupted
     */
    public Leadership awaitLeader(Duration timeout) throws InterruptedException {
        return cluster.await(Set.of(), Checks.timeout(timeout));
    }

    /**
     * {@return who leads, as far as the engines told; where an old leader does not know of a new one yet, the one of
     * the latest term} Takes no lock.
     */
    public Optional<Leadership> leader() {
        return cluster.leader().map(Leadership.class::cast);
    }

    /** {@return how every tracked server stands, in the order in which they were tracked, at one moment} */
    public List<Standing> standings() {
        return cluster.standings();
    }

    /** {@return what was heard so far, as much as is kept} */
    public History history() {
        return cluster.history();
    }

    /** {@return the notifications that should not have been, in order, as many as the history would keep} */
    public List<Anomaly> anomalies() {
        return cluster.anomalies();
    }

    /**
     * {@return how many notifications came too late and were dropped: after {@link #ignore}, {@link #untrack} or
     * {@link #close}, or from an attachment that another one had replaced}
     */
    public long dropped() {
        return cluster.dropped();
    }

    /** {@return the time since this tracker was made, in which its events count} */
    public Duration elapsed() {
        return cluster.elapsed();
    }

    /**
     * {@return the wall-clock time of a moment, right within a second also after the system clock was set or the
     * machine was suspended}
     *
     * <p>So an event can be placed beside other logs: {@code tracker.instant(event.at())}. The order of events never
     * depends on it. Not for an engine's thread, as it may run the clock of {@link TrackerBuilder#clock}.
     *
     * @param at a moment, counted from when this tracker was made
     * @throws IllegalArgumentException if it is negative
     */
    public Instant instant(Duration at) {
        return cluster.instant(at);
    }

    /**
     * Tells a listener of the leaderships held now, and then of every event: none is left out in between, none told
     * twice.
     *
     * @param listener whom to tell, on the executor
     * @return ends it
     * @throws TrackerClosedException if the tracker is closed
     */
    public ListenerSubscription subscribe(LeadershipListener listener) {
        return cluster.subscribe(Checks.notNull(listener, "listener"));
    }

    /**
     * Stops listening, as before the servers of a test are shut down: later notifications are dropped and counted. Held
     * leaderships end with cause {@link Loss.Cause#IGNORED}, since nobody can know any longer; who waits is failed with
     * a {@link TrackerClosedException}. Any number of times, from any thread.
     */
    public void ignore() {
        cluster.stop(Loss.Cause.IGNORED);
    }

    /**
     * Stops everything: as {@link #ignore()}, with cause {@link Loss.Cause#CLOSED}. The callbacks already due still
     * run. The threads that trackers share end a second after the last of them is idle. What was heard can still be
     * read. Any number of times, from any thread.
     */
    @Override
    public void close() {
        cluster.stop(Loss.Cause.CLOSED);
    }

    /** {@return the name of the cluster and who leads it} */
    @Override
    public String toString() {
        return cluster.toString();
    }
}
