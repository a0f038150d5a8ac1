package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Subscription;
import io.raftelection.spi.Timer;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Real time, with one daemon thread that starts with the first deadline. */
final class SystemTimer implements Timer, AutoCloseable {
    private final String name;

    @GuardedBy("this")
    private @Nullable ScheduledThreadPoolExecutor thread;

    @GuardedBy("this")
    private boolean closed;

    SystemTimer(String name) {
        this.name = name;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /** Schedules nothing once closed: whoever waits was answered by then. */
    @Override
    public synchronized Subscription schedule(Duration delay, Runnable task) {
        if (closed) {
            return () -> {};
        }
        if (thread == null) {
            thread = new ScheduledThreadPoolExecutor(1, r -> Daemon.thread("raft-election-timer " + name, r));
            thread.setRemoveOnCancelPolicy(true);
        }
        var scheduled = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
