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
 * Tracks which server leads a Raft cluster.
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
 * <p>Safe for use by many threads. Engine threads never block in the tracker and never see an exception from it. Every
 * waiting call completes: with a result, at its timeout, at {@link #ignore()} or at {@link #close()}.
 *
 * <p>Callbacks run on the tracker's executor. Callbacks of futures run one at a time, in the order of their causes.
 * Each listener receives its events one at a time, in their order. Threads that block in
 * {@link LeadershipFuture#done()}, {@link #await await} or {@link Leadership#awaitLost} are woken at once.
 *
 * <p>The design follows the Go package {@code election} of {@code raft-test}.
 */
public final class Tracker implements AutoCloseable {
    private final TrackedCluster cluster;

    Tracker(TrackedCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * {@return a tracker that reports an acquisition without an expectation as an anomaly; for tests}
     *
     * @param name the cluster's name, for logs, threads and messages; the rules of {@link ServerId} apply
     * @throws IllegalArgumentException if the name is not valid
     */
    public static Tracker strict(String name) {
        return builder(name).strict(true).build();
    }

    /**
     * {@return a tracker that accepts every acquisition; for production}
     *
     * @param name the cluster's name, for logs, threads and messages; the rules of {@link ServerId} apply
     * @throws IllegalArgumentException if the name is not valid
     */
    public static Tracker lenient(String name) {
        return builder(name).build();
    }

    /**
     * {@return a builder with the settings of a lenient tracker}
     *
     * @param name the cluster's name, for logs, threads and messages; the rules of {@link ServerId} apply
     * @throws IllegalArgumentException if the name is not valid
     */
    public static TrackerBuilder builder(String name) {
        return new TrackerBuilder(name);
    }

    /**
     * Starts to track a server.
     *
     * @param server the server
     * @return the sink for the reports of the adapter
     * @throws IllegalArgumentException if the server is already tracked
     * @throws TrackerClosedException if the tracker is closed
     */
    public LeadershipSink track(ServerId server) {
        return cluster.track(Checks.notNull(server, "server"));
    }

    /**
     * Starts to track the server of a source.
     *
     * @param source the source of the notifications
     * @throws IllegalArgumentException if its server is already tracked
     * @throws TrackerClosedException if the tracker is closed
     */
    public void track(LeadershipSource source) {
        cluster.track(Checks.notNull(Checks.notNull(source, "source").server(), "server"), source);
    }

    /**
     * Starts to track a server with a queue of notifications: {@code true} for acquired, {@code false} for lost. They
     * have no term.
     *
     * <p>Only this method uses one daemon thread per server. The thread ends at {@link #untrack} or {@link #close}; on
     * JDK 21 and later it is a virtual thread. After that, the tracker no longer reads the queue: an engine that must
     * never block needs an unbounded queue, or {@code offer}.
     *
     * <p>If {@code take} throws or returns null, the server loses its leadership with that reason, and the tracker no
     * longer reads the queue.
     *
     * @param server the server
     * @param notifications the queue of the notifications
     * @throws IllegalArgumentException if the server is already tracked
     * @throws TrackerClosedException if the tracker is closed
     */
    public void track(ServerId server, BlockingQueue<Boolean> notifications) {
        track(new QueueSource(Checks.notNull(server, "server"), Checks.notNull(notifications, "notifications")));
    }

    /**
     * Starts to track a server with a publisher of notifications: {@code true} for acquired, {@code false} for lost.
     * They have no term. If the publisher completes or fails while the server leads, the server loses its leadership
     * with that reason. A notification that is null is such a failure.
     *
     * @param server the server
     * @param notifications the publisher of the notifications
     * @throws IllegalArgumentException if the server is already tracked
     * @throws TrackerClosedException if the tracker is closed
     */
    public void track(ServerId server, Flow.Publisher<Boolean> notifications) {
        track(new PublisherSource(Checks.notNull(server, "server"), Checks.notNull(notifications, "notifications")));
    }

    /**
     * Starts to poll servers that do not report leadership changes. It polls each server at once, and then repeatedly
     * until the server is untracked or the tracker ignores its servers or is closed. Polls run on the executor, which
     * needs one thread per server: with fewer threads, polls wait for each other. The timeout of a poll counts from its
     * start.
     *
     * @param polled the servers and the polling times
     * @return the counters of the polls
     * @throws IllegalArgumentException if one of the servers is already tracked; then none of them is added
     * @throws TrackerClosedException if the tracker is closed
     */
    public Polling track(PolledLeadership polled) {
        return cluster.track(Checks.notNull(polled, "polled"));
    }

    /**
     * Stops tracking a server. A leadership that it holds ends with the cause {@link Loss.Cause#CLOSED}. Waits for only
     * this server fail with a {@link TrackerClosedException}. Later notifications are dropped and counted. The server
     * may be tracked again.
     *
     * @param server the server
     * @throws IllegalArgumentException if the server is not tracked
     */
    public void untrack(ServerId server) {
        cluster.untrack(Checks.notNull(server, "server"));
    }

    /**
     * Expects a server to acquire leadership. Call this before the server can win; an earlier acquisition does not
     * count.
     *
     * <p>A tracker has at most one expectation. It lasts until it fails or is cancelled, or until the leadership that
     * fulfilled it is lost.
     *
     * @param server the server
     * @param timeout the longest wait from now, more than zero and at most 365 days
     * @return a future that fails with {@link LeadershipTimeoutException} when the timeout elapses
     * @throws IllegalArgumentException if the server is not tracked or the timeout is out of range
     * @throws IllegalStateException if an expectation is pending or its leadership is held, if the server already
     *     leads, or if the tracker is closed or ignores its servers
     */
    public LeadershipFuture expect(ServerId server, Duration timeout) {
        return cluster.expect(Set.of(Checks.notNull(server, "server")), Checks.timeout(timeout));
    }

    /**
     * Expects one of several servers to acquire leadership, as {@link #expect} does. The first acquisition fulfils it.
     *
     * @param servers the servers, at least one
     * @param timeout the longest wait from now, more than zero and at most 365 days
     * @return a future that fails with {@link LeadershipTimeoutException} when the timeout elapses
     * @throws IllegalArgumentException if a server is not tracked, if there is none, or if the timeout is out of range
     * @throws IllegalStateException if an expectation is pending or its leadership is held, if one of the servers
     *     already leads, or if the tracker is closed or ignores its servers
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
     * Waits until a server leads, without using the one expectation. Returns at once if it already leads.
     *
     * @param server the server
     * @param timeout the longest wait, more than zero and at most 365 days
     * @return its leadership, which may already be lost again
     * @throws LeadershipTimeoutException if the timeout elapses before it leads
     * @throws IllegalArgumentException if the server is not tracked or the timeout is out of range
     * @throws TrackerClosedException if the tracker is closed or ignores its servers
     * @throws InterruptedException if the thread was interrupted
     */
    public Leadership await(ServerId server, Duration timeout) throws InterruptedException {
        return cluster.await(Set.of(Checks.notNull(server, "server")), Checks.timeout(timeout));
    }

    /**
     * Waits until any server leads, without using the one expectation. Returns at once if one already leads.
     *
     * @param timeout the longest wait, more than zero and at most 365 days
     * @return its leadership, which may already be lost again
     * @throws LeadershipTimeoutException if the timeout elapses before a server leads
     * @throws IllegalArgumentException if the timeout is out of range
     * @throws TrackerClosedException if the tracker is closed or ignores its servers
     * @throws InterruptedException if the thread was interrupted
     */
    public Leadership awaitLeader(Duration timeout) throws InterruptedException {
        return cluster.await(Set.of(), Checks.timeout(timeout));
    }

    /**
     * {@return the current leader as last reported; if several servers claim to lead, the one with the highest term} It
     * takes no lock.
     */
    public Optional<Leadership> leader() {
        return cluster.leader().map(Leadership.class::cast);
    }

    /**
     * {@return whom a tracked server believes to be the leader: itself if it leads, otherwise the leader that it
     * follows; empty if nothing is known of that}
     *
     * @param server the server
     * @throws IllegalArgumentException if the server is not tracked
     */
    public Optional<View> view(ServerId server) {
        return cluster.view(Checks.notNull(server, "server"));
    }

    /**
     * {@return the leader of the latest term that a tracked server reported, of itself or of the leader that it
     * follows} Use it where each process tracks its own server only, for example to redirect clients to the leader.
     *
     * <p>A leadership of a tracked server outranks a view of the same term. A view does not count if the leader that it
     * names is tracked too and reported since that it does not lead.
     */
    public Optional<KnownLeader> knownLeader() {
        return cluster.knownLeader();
    }

    /**
     * Waits until a leader is known. Returns at once if one is known already.
     *
     * @param timeout the longest wait, more than zero and at most 365 days
     * @return the leader
     * @throws LeadershipTimeoutException if the timeout elapses before
     * @throws IllegalArgumentException if the timeout is out of range
     * @throws TrackerClosedException if the tracker is closed or ignores its servers
     * @throws InterruptedException if the thread was interrupted
     * @see #knownLeader()
     */
    public KnownLeader awaitKnownLeader(Duration timeout) throws InterruptedException {
        return cluster.awaitKnownLeader(Checks.timeout(timeout));
    }

    /**
     * Waits until all tracked servers have the same leader in the same term, and that leader is tracked here and ready.
     * Servers that do not belong to the cluster, as the latest configuration says, do not count.
     *
     * @param timeout the longest wait, more than zero and at most 365 days
     * @return the leader
     * @throws LeadershipTimeoutException if the timeout elapses before
     * @throws UnsupportedOperationException if the source of the leader's notifications cannot report readiness
     * @throws IllegalArgumentException if the timeout is out of range
     * @throws TrackerClosedException if the tracker is closed or ignores its servers
     * @throws InterruptedException if the thread was interrupted
     */
    public KnownLeader awaitAgreement(Duration timeout) throws InterruptedException {
        return cluster.awaitAgreement(Checks.timeout(timeout));
    }

    /**
     * {@return the committed configuration of the cluster, as the leader applied it if it is tracked, and otherwise as
     * a tracked server reported it last; empty if none was reported}
     */
    public Optional<LeadershipEvent.Members> members() {
        return cluster.members();
    }

    /** {@return the standing of every tracked server at one moment, in the order in which they were tracked} */
    public List<Standing> standings() {
        return cluster.standings();
    }

    /** {@return the most recent events, oldest first, bounded by the history size} */
    public History history() {
        return cluster.history();
    }

    /** {@return the most recent anomalies, oldest first, bounded by the history size} */
    public List<Anomaly> anomalies() {
        return cluster.anomalies();
    }

    /**
     * {@return how many notifications were dropped: after {@link #ignore}, {@link #untrack} or {@link #close}, or from
     * an attachment that a later one had replaced}
     */
    public long dropped() {
        return cluster.dropped();
    }

    /** {@return the time since the start of this tracker, from which the times of its events count} */
    public Duration elapsed() {
        return cluster.elapsed();
    }

    /**
     * {@return the wall-clock time of a moment; it is exact to a second, even after the system clock was set or the
     * machine was suspended}
     *
     * <p>Use it to compare an event with other logs: {@code tracker.instant(event.at())}. Do not order events by it. Do
     * not call it on an engine's thread, since it may run the clock of {@link TrackerBuilder#clock}.
     *
     * @param at a moment, counted from the start of this tracker
     * @throws IllegalArgumentException if it is negative
     */
    public Instant instant(Duration at) {
        return cluster.instant(at);
    }

    /**
     * Replays the current leaderships, views and configurations to the listener, then delivers every later event
     * exactly once.
     *
     * @param listener the listener, which is called on the executor
     * @return the subscription, which ends when it is closed
     * @throws TrackerClosedException if the tracker is closed
     */
    public ListenerSubscription subscribe(LeadershipListener listener) {
        return cluster.subscribe(Checks.notNull(listener, "listener"));
    }

    /**
     * Stops following all servers, for example before a test shuts them down. Later notifications are dropped and
     * counted. Held leaderships end with the cause {@link Loss.Cause#IGNORED}, and waits fail with a
     * {@link TrackerClosedException}. It may be called any number of times, from any thread.
     */
    public void ignore() {
        cluster.stop(Loss.Cause.IGNORED);
    }

    /**
     * Closes the tracker. It does what {@link #ignore()} does, with the cause {@link Loss.Cause#CLOSED}, and closes the
     * sources. Pending callbacks still run. The history can still be read. The threads that trackers share end when
     * they have been idle for a second. It may be called any number of times, from any thread.
     */
    @Override
    public void close() {
        cluster.stop(Loss.Cause.CLOSED);
    }

    /** Returns the implementation, for the watchdog. */
    TrackedCluster cluster() {
        return cluster;
    }

    /** {@return the name of the cluster and its leader, as far as it is known} */
    @Override
    public String toString() {
        return cluster.toString();
    }
}
