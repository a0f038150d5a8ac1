package io.raftelection.internal;

import io.raftelection.TimeAnchor;
import io.raftelection.spi.Timer;
import io.raftelection.spi.Timer.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The timer and the wall clock of one tracker. Moments are nanoseconds from its start. Safe for use by many threads.
 */
final class ClusterTime implements LongSupplier {
    private final Instant startedAt;
    private final Timer timer;
    private final long startNanos;
    private final WallClock wallClock;
    private final CallbackExecutor callbacks;

    /** Whether the failure of the user's timer was logged. */
    private volatile boolean timerFailed;

    ClusterTime(Settings settings, CallbackExecutor callbacks) {
        this.startedAt = Checks.time(settings.clock().instant(), "clock");
        this.timer = settings.timer().orElse(SharedThreads.TIMER);
        this.startNanos = timer.nanoTime();
        this.wallClock = new WallClock(settings.clock(), WallClock.isSystem(settings.clock()), startedAt, this);
        this.callbacks = callbacks;
    }

    /**
     * Returns the present moment. It never throws, since engines' threads call it: if the user's timer throws, this is
     * the start, and the ledger replaces it by the time of the latest event.
     */
    long now() {
        try {
            return timer.nanoTime() - startNanos;
        } catch (Throwable e) {
            if (!timerFailed) {
                timerFailed = true;
                callbacks.warnSoon("its timer cannot tell the time", e);
            }
            return 0;
        }
    }

    /** The same as {@link #now}. */
    @Override
    public long getAsLong() {
        return now();
    }

    /** Returns the present moment of an event, whose wall-clock time may be asked for later. */
    long eventTime() {
        long now = now();
        wallClock.note(now);
        return now;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** Returns the wall-clock time of a moment, as far as is known. Reads no clock. */
    Instant instant(long at) {
        return wallClock.instant(at);
    }

    /** Returns the same on a thread that may run the user's clock. */
    Instant freshInstant(long at) {
        wallClock.refresh();
        return wallClock.instant(at);
    }

    /** Reads the clock, which may be the user's. */
    void refresh() {
        wallClock.refresh();
    }

    List<TimeAnchor> anchors() {
        return wallClock.anchors();
    }

    Cancellable schedule(Duration delay, Runnable task) {
        return Checks.notNull(timer.schedule(delay, task), "the timer's handle");
    }

    /**
     * Schedules a task. If the user's timer fails, the tracker's own timer runs it. The task runs once, also if the
     * user's timer has scheduled it before it failed.
     *
     * @param failed receives what the user's timer threw
     */
    Cancellable scheduleOnAnyTimer(Duration delay, Runnable task, Consumer<Throwable> failed) {
        var run = new AtomicBoolean();
        Runnable once = () -> {
            if (!run.getAndSet(true)) {
                task.run();
            }
        };
        try {
            return schedule(delay, once);
        } catch (RuntimeException | Error e) {
            var set = SharedThreads.TIMER.schedule(delay, once);
            failed.accept(e);
            return set;
        }
    }
}
