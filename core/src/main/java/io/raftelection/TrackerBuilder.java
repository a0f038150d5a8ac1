package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.Settings;
import io.raftelection.internal.TrackedCluster;
import io.raftelection.spi.Timer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/** All the settings of a {@link Tracker}. Each has a default; not safe for use by many threads. */
public final class TrackerBuilder {
    private static final int MAX_SIZE = 1 << 20;

    private final String name;
    private boolean strict;
    private Optional<Executor> executor = Optional.empty();
    private Optional<Timer> timer = Optional.empty();
    private InstantSource clock = InstantSource.system();
    private Optional<System.Logger> logger = Optional.empty();
    private int historySize = 1_024;
    private int mailboxSize = 1_024;

    TrackerBuilder(String name) {
        this.name = Checks.name(name);
    }

    /**
     * Sets whether a change that nobody expected is an anomaly. Default: no.
     *
     * @param strict whether it is
     * @return this
     */
    public TrackerBuilder strict(boolean strict) {
        this.strict = strict;
        return this;
    }

    /**
     * Sets where callbacks run. Default: daemon threads that all trackers of the JVM share, which exist only while
     * there is work. There are up to 8 of them. While all are busy and none begins another callback for 100 ms, one is
     * added, up to 256: if so many callbacks block at the same time, all others wait. Their context class loader is the
     * system's.
     *
     * <p>The executor stays the caller's: the tracker does not close it. With a same-thread executor, callbacks run on
     * the engine's thread. The tracker never runs two callbacks of the same listener at the same time, nor two of
     * futures; an executor of one thread makes it one callback at a time in all. That has one exception:
     *
     * <p>No callback is lost. One that the executor rejects with an exception runs on a shared thread, with a warning.
     * One that it accepts but does not begin is offered to it again, after 250 to 500 ms for the first time and then
     * less and less often; if it has not begun after 10 s, or if the executor has terminated, it runs on a shared
     * thread, with a warning. So an executor may be busy for several seconds, and must not rely on its one thread if it
     * is busy for longer. Whatever becomes of it, a callback runs once and in its order.
     *
     * <p>Callbacks of futures run one at a time, whatever the executor: one that blocks delays all later ones of the
     * tracker, and one that waits for {@link Leadership#lost()} or for a copy of a {@link LeadershipFuture} waits
     * forever. {@link LeadershipFuture#done()} and {@link Leadership#awaitLost} need no executor.
     *
     * @param executor runs callbacks
     * @return this
     */
    public TrackerBuilder executor(Executor executor) {
        this.executor = Optional.of(Checks.notNull(executor, "executor"));
        return this;
    }

    /**
     * Sets the source of time. Default: real time, with one daemon thread for all trackers of the JVM, which exists
     * only while there are deadlines. The timer stays the caller's: the tracker does not close it.
     *
     * @param timer tells the time and when deadlines are over
     * @return this
     */
    public TrackerBuilder timer(Timer timer) {
        this.timer = Optional.of(Checks.notNull(timer, "timer"));
        return this;
    }

    /**
     * Sets the wall clock. Default: the system's. It is read by {@link #build()}, and again from time to time, so that
     * the instants of later events are right although the clock was set or the machine was suspended. The system's is
     * read whenever something happens; another one only when a history or an instant is asked for, on the thread that
     * asks, and when a server is polled. If it throws or returns null later, the former readings stay in force.
     *
     * @param clock tells the wall-clock time
     * @return this
     */
    public TrackerBuilder clock(InstantSource clock) {
        this.clock = Checks.notNull(clock, "clock");
        return this;
    }

    /**
     * Sets the logger. Default: {@code io.raftelection}. Each event is logged as DEBUG if that is on when the tracker
     * is made; WARNING says that a callback threw, an executor refused one, a listener was too slow, or that there was
     * an anomaly and no listener. It is called on the callback executor only.
     *
     * @param logger is told
     * @return this
     */
    public TrackerBuilder logger(System.Logger logger) {
        this.logger = Optional.of(Checks.notNull(logger, "logger"));
        return this;
    }

    /**
     * Sets how many events, and how many anomalies, are kept. Default: 1,024. The oldest go first, and are counted.
     *
     * @param events from 0 to 1,048,576
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public TrackerBuilder historySize(int events) {
        this.historySize = Checks.range(events, 0, MAX_SIZE, "history size");
        return this;
    }

    /**
     * Sets how many events may wait for a slow listener. Default: 1,024. What does not fit is missed, and counted.
     *
     * @param events from 1 to 1,048,576
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public TrackerBuilder mailboxSize(int events) {
        this.mailboxSize = Checks.range(events, 1, MAX_SIZE, "mailbox size");
        return this;
    }

    /**
     * {@return a tracker of no servers}
     *
     * @throws IllegalArgumentException if the clock's time is before the year 1 or after the begin of the year 9000
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
                mailboxSize)));
    }
}
