package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.Settings;
import io.raftelection.internal.TrackedCluster;
import io.raftelection.spi.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The settings of a {@link Tracker}. Each has a default. Not safe for use by many threads. */
public final class TrackerBuilder {
    private static final int MAX_SIZE = 1 << 20;
    private static final Duration SHORTEST_STALL = Duration.ofMillis(10);

    private final String name;
    private boolean strict;
    private Optional<Executor> executor = Optional.empty();
    private Optional<Timer> timer = Optional.empty();
    private InstantSource clock = InstantSource.system();
    private Optional<System.Logger> logger = Optional.empty();
    private int historySize = 1_024;
    private int mailboxSize = 1_024;
    private Optional<Duration> stalls = Optional.empty();

    TrackerBuilder(String name) {
        this.name = Checks.name(name);
    }

    /**
     * Sets whether an acquisition without an expectation is an anomaly. Default: no.
     *
     * @param strict whether it is an anomaly
     * @return this
     */
    public TrackerBuilder strict(boolean strict) {
        this.strict = strict;
        return this;
    }

    /**
     * Sets the executor for callbacks. Default: daemon threads that all trackers of the JVM share, and that exist only
     * while there is work. There are up to 8 of them. While all are busy and none starts another callback for 100 ms,
     * one is added, up to 256. If 256 callbacks block at the same time, all others wait. The context class loader of
     * these threads is the system class loader.
     *
     * <p>The tracker does not close the executor. With a same-thread executor, callbacks run on the engine's thread.
     * The tracker never runs two callbacks of the same listener at the same time, nor two callbacks of futures. With an
     * executor of one thread, callbacks run one at a time, except for those that the executor does not run:
     *
     * <p>No callback is lost. A callback that the executor rejects with an exception runs on a shared thread, and the
     * tracker logs a warning. A callback that the executor accepts but does not start is offered again, first after 250
     * to 500 ms and then less often. If it has not started after 10 s, or if the executor has terminated, it runs on a
     * shared thread with a warning. So an executor may be busy for several seconds; if it is busy for longer, callbacks
     * also run on other threads. In every case a callback runs once and in its order.
     *
     * <p>Callbacks of futures run one at a time with every executor: a callback that blocks delays all later ones of
     * the tracker, and a callback that waits for {@link Leadership#lost()} or for a copy of a {@link LeadershipFuture}
     * waits forever. {@link LeadershipFuture#done()} and {@link Leadership#awaitLost} need no executor.
     *
     * @param executor the executor
     * @return this
     */
    public TrackerBuilder executor(Executor executor) {
        this.executor = Optional.of(Checks.notNull(executor, "executor"));
        return this;
    }

    /**
     * Sets the source of time. Default: real time, with one daemon thread for all trackers of the JVM that exists only
     * while there are deadlines. The tracker does not close the timer.
     *
     * @param timer the timer
     * @return this
     */
    public TrackerBuilder timer(Timer timer) {
        this.timer = Optional.of(Checks.notNull(timer, "timer"));
        return this;
    }

    /**
     * Sets the wall clock. Default: the system clock. The tracker reads it in {@link #build()} and again later, so that
     * the instants of later events are correct even if the clock was set or the machine was suspended. It reads the
     * system clock when it receives an event. It reads any other clock only when a server is polled, or when a caller
     * requests a history or an instant, on that caller's thread. If the clock throws or returns null after
     * {@code build()}, the earlier readings stay in use.
     *
     * @param clock the clock
     * @return this
     */
    public TrackerBuilder clock(InstantSource clock) {
        this.clock = Checks.notNull(clock, "clock");
        return this;
    }

    /**
     * Sets the logger. Default: {@code io.raftelection}. It receives each event at DEBUG, if that is on when the
     * tracker is created. It receives a WARNING if a callback throws, an executor rejects a callback, a listener is too
     * slow, or an anomaly occurs while there is no listener. It is called on the callback executor only.
     *
     * @param logger the logger
     * @return this
     */
    public TrackerBuilder logger(System.Logger logger) {
        this.logger = Optional.of(Checks.notNull(logger, "logger"));
        return this;
    }

    /**
     * Sets how many events, how many facts, and how many anomalies are kept. Default: 1,024. The oldest are dropped
     * first, and counted.
     *
     * @param events the number, 0 to 1,048,576
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public TrackerBuilder historySize(int events) {
        this.historySize = Checks.range(events, 0, MAX_SIZE, "history size");
        return this;
    }

    /**
     * Sets how many events may wait for a slow listener. Default: 1,024. Events that do not fit are dropped and
     * counted.
     *
     * @param events the number, 1 to 1,048,576
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public TrackerBuilder mailboxSize(int events) {
        this.mailboxSize = Checks.range(events, 1, MAX_SIZE, "mailbox size");
        return this;
    }

    /**
     * Records stalls of this JVM as facts, which may explain changes of leadership: see {@link Fact.Kind#STALL}.
     * Default: no.
     *
     * <p>The timer runs a task every half of this time while the tracker is open, and a task that runs late by this
     * time or more is a stall: a pause of the garbage collector, a process that was stopped, or a machine that is too
     * busy. What it measures is the delay of the timer, so a stall may have begun up to half of this time earlier. A
     * machine that is suspended may stop the timer's clock, too; then it is no stall.
     *
     * @param shortest 10 milliseconds to 365 days; an engine's heartbeat is a good choice. No shorter stall is
     *     recorded, and each one that is at least half as long again
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public TrackerBuilder stalls(Duration shortest) {
        if (Checks.timeout(shortest, "stalls").compareTo(SHORTEST_STALL) < 0) {
            throw new IllegalArgumentException("stalls: " + shortest + ", expected at least " + SHORTEST_STALL);
        }
        this.stalls = Optional.of(shortest);
        return this;
    }

    /**
     * {@return a tracker of no servers}
     *
     * @throws IllegalArgumentException if the clock's time is before the year 1 or after the start of the year 9000
     * @throws NullPointerException if the clock's time is null
     */
    public Tracker build() {
        return new Tracker(new TrackedCluster(new Settings(
                name,
                strict,
                executor,
                timer,
                clock,
                logger.orElseGet(() -> System.getLogger("io.raftelection")),
                historySize,
                mailboxSize,
                stalls)));
    }
}
