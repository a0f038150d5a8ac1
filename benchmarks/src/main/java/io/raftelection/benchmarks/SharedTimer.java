package io.raftelection.benchmarks;

import io.raftelection.spi.Timer;
import io.raftelection.spi.Timer.Cancellable;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer with one thread for any number of trackers, as a user would write it. */
final class SharedTimer implements Timer, AutoCloseable {
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        var daemon = new Thread(task, "shared-timer");
        daemon.setDaemon(true);
        return daemon;
    });

    SharedTimer() {
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        var scheduled = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    int pending() {
        return thread.getQueue().size();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
