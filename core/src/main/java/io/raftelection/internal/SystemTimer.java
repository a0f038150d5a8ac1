package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Subscription;
import io.raftelection.spi.Timer;
import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Real time, with one daemon thread that starts with the first deadline.
 *
 * <p>Most deadlines are called off long before they are due. So the thread is not told of each: it sleeps until the
 * earliest one that it knows of, and is woken before that only by an earlier one.
 */
final class SystemTimer implements Timer, AutoCloseable {
    private final String name;

    @GuardedBy("this")
    private @Nullable Deadlines deadlines;

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
        if (deadlines == null) {
            deadlines = new Deadlines(name);
        }
        return deadlines.add(delay.toNanos(), task);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (deadlines != null) {
            deadlines.thread.shutdownNow();
        }
    }

    /** A task and its time, on the scale of {@link System#nanoTime()}, whose numbers only their differences order. */
    private record Deadline(long due, long order, Runnable task) {
        static final Comparator<Deadline> EARLIEST_FIRST = (one, other) ->
                one.due == other.due ? Long.compare(one.order, other.order) : Long.signum(one.due - other.due);
    }

    /** What is due when, and the thread that sleeps until then. */
    private static final class Deadlines {
        private final ScheduledThreadPoolExecutor thread;
        private final TreeSet<Deadline> pending = new TreeSet<>(Deadline.EARLIEST_FIRST);
        private @Nullable Future<?> alarm;
        private long alarmAt;
        private long added;

        Deadlines(String name) {
            thread = new ScheduledThreadPoolExecutor(1, task -> Daemon.thread("raft-election-timer " + name, task));
            thread.setRemoveOnCancelPolicy(true);
        }

        synchronized Subscription add(long delay, Runnable task) {
            var deadline = new Deadline(System.nanoTime() + delay, added++, task);
            pending.add(deadline);
            wakeFor(pending.first());
            return () -> remove(deadline);
        }

        private synchronized void remove(Deadline deadline) {
            pending.remove(deadline);
        }

        @GuardedBy("this")
        private void wakeFor(Deadline deadline) {
            if (alarm != null) {
                if (alarmAt - deadline.due <= 0) {
                    return;
                }
                alarm.cancel(false);
            }
            alarmAt = deadline.due;
            alarm = thread.schedule(this::ring, alarmAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        /** Lets what is due run next on this same thread, where one that fails does not harm the others. */
        private synchronized void ring() {
            alarm = null;
            var now = System.nanoTime();
            while (!pending.isEmpty() && pending.first().due - now <= 0) {
                thread.execute(pending.pollFirst().task);
            }
            if (!pending.isEmpty()) {
                wakeFor(pending.first());
            }
        }
    }
}
