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
     * Sets where callbacks run. Default: daemon threads of the tracker, which exist only while there is work. The
     * executor stays the caller's: the tracker does not close it. What it rejects runs on such a daemon thread, with a
     * warning. One that runs tasks on the calling thread, runs them on the engine's.
     *
     * @param executor runs callbacks
     * @return this
     */
    public TrackerBuilder executor(Executor executor) {
        this.executor = Optional.of(Checks.notNull(executor, "executor"));
        return this;
    }

    /**
     * Sets the source of time. Default: real time, with one daemon thread from the first deadline on. The timer stays
     * the caller's: the tracker does not close it.
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

    /** {@return a tracker of no servers} */
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
