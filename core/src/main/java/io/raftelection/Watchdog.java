package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.WatchedServers;
import io.raftelection.spi.LeadershipProbe;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compares what engines say of themselves with what was reported to a tracker, and reports which notifications were
 * lost, late or wrong. It does not change what the tracker believes.
 *
 * <pre>{@code
 * Watchdog watchdog = Watchdog.of(tracker);
 * watchdog.subscribe(finding -> alerts.send(finding.toString()));
 * watchdog.watch(s1, RatisLeadership.probe(s1, server, group));
 * }</pre>
 *
 * <p>Each server is asked at an interval, off the engine's threads. A report may be on its way while the server is
 * asked. Therefore a difference counts only if two questions in a row have the same answer and nothing was reported
 * from before the first until after the second. So a report that is late by less than the interval is never found. One
 * that is late by more than two intervals always is, unless the engine changes again or the questions are delayed
 * meanwhile. A leadership that begins and ends between two questions is not missed if its reports are lost.
 *
 * <p>A server that cannot be asked is not compared. A question that takes longer than two seconds is interrupted, and
 * its server is not asked again before it ends. It delays no callback. Up to 64 questions of a JVM may block at once;
 * while more threads are needed, one is added after 100 ms.
 *
 * <p>The tracker logs each finding as a WARNING. Safe for use by many threads. The watchdog runs until it is closed or
 * its tracker is.
 */
public final class Watchdog implements AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofDays(1);

    private final WatchedServers servers;

    private Watchdog(WatchedServers servers) {
        this.servers = servers;
    }

    /**
     * {@return a watchdog that asks each server every second}
     *
     * @param tracker the tracker of the servers
     */
    public static Watchdog of(Tracker tracker) {
        return of(tracker, SECOND);
    }

    /**
     * {@return a watchdog}
     *
     * @param tracker the tracker of the servers
     * @param interval the pause after an answer, 10 ms to a day. Longer than an engine needs to report a change
     * @throws IllegalArgumentException if the interval is out of range
     */
    public static Watchdog of(Tracker tracker, Duration interval) {
        Checks.notNull(tracker, "tracker");
        Checks.notNull(interval, "interval");
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("interval: " + interval + ", expected 10 ms to a day");
        }
        return new Watchdog(tracker.cluster().watched(interval));
    }

    /**
     * Watches a server until the watchdog is closed or the server is untracked. It is asked after the first interval. A
     * later call for the same server replaces the probe, for example after a restart.
     *
     * @param server the server
     * @param probe asks the engine. The adapter of each engine has one
     * @return the watch, which ends when it is closed
     * @throws IllegalArgumentException if the server is not tracked
     * @throws TrackerClosedException if the tracker is closed or ignores its servers
     * @throws IllegalStateException if the watchdog is closed
     */
    public Subscription watch(ServerId server, LeadershipProbe probe) {
        return servers.watch(Checks.notNull(server, "server"), Checks.notNull(probe, "probe"));
    }

    /**
     * Delivers every later finding to a listener, one at a time and in order, on the tracker's executor.
     *
     * @param listener the listener. The tracker logs what it throws
     * @return the subscription, which ends when it is closed
     */
    public Subscription subscribe(Consumer<? super Finding> listener) {
        return servers.subscribe(Checks.notNull(listener, "listener"));
    }

    /** {@return the latest 1,024 findings, oldest first} */
    public List<Finding> findings() {
        return servers.findings();
    }

    /**
     * {@return how many findings of a kind there were}
     *
     * @param kind the kind
     */
    public long count(Finding.Kind kind) {
        return servers.count(Checks.notNull(kind, "kind"));
    }

    /** {@return how many questions have ended, with an answer or without} */
    public long questions() {
        return servers.questions();
    }

    /** {@return how many questions had no answer: the probe failed, or took too long and may not have ended} */
    public long unanswered() {
        return servers.unanswered();
    }

    /** {@return how many findings were not delivered to a listener, because 1,024 were waiting} */
    public long missed() {
        return servers.missed();
    }

    /** Ends all watches. The findings remain. May be called any number of times, from any thread. */
    @Override
    public void close() {
        servers.close();
    }

    /** {@return for example {@code watchdog of orders: 120 questions, 2 unanswered, 1 lost, 0 late, 0 wrong}} */
    @Override
    public String toString() {
        return servers.toString();
    }
}
