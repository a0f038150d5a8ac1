package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.spi.Timer;
import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Real time, with one daemon thread that starts with the first deadline and ends when there was no deadline for a
 * second.
 *
 * <p>Most deadlines are cancelled long before they are due. Therefore a new deadline does not wake the thread, unless
 * it is earlier than all others. A task runs on the thread itself, so it must return at once and must not call foreign
 * code.
 */
final class SystemTimer implements Timer {
    /** How long the thread waits for another deadline before it ends. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;

    @GuardedBy("this")
    private final TreeSet<Deadline> pending = new TreeSet<>(Deadline.EARLIEST_FIRST);

    @GuardedBy("this")
    private long added;

    /** The time at which the thread wakes up by itself. */
    @GuardedBy("this")
    private long wakesAt;

    /** The running thread, if there is one. Written under the lock. */
    private volatile @Nullable Thread thread;

    SystemTimer(String name) {
        this.name = name;
    }

    /** A task and its due time. Only the differences of {@link System#nanoTime()} have an order. */
    private record Deadline(long due, long order, Runnable task) {
        static final Comparator<Deadline> EARLIEST_FIRST = (one, other) ->
                one.due == other.due ? Long.compare(one.order, other.order) : Long.signum(one.due - other.due);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /** Whether the calling thread is this timer's, which must not run foreign code. */
    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    /** Schedules a task. If the thread cannot be started, it throws that failure and schedules nothing. */
    @Override
    public synchronized Cancellable schedule(Duration delay, Runnable task) {
        var deadline = new Deadline(System.nanoTime() + delay.toNanos(), added++, task);
        pending.add(deadline);
        if (thread == null) {
            start(deadline);
        } else if (deadline.due - wakesAt < 0) {
            wakesAt = deadline.due;
            notifyAll();
        }
        return () -> cancel(deadline);
    }

    @GuardedBy("this")
    private void start(Deadline first) {
        var started = Daemon.thread(name, this::run);
        thread = started;
        wakesAt = first.due;
        try {
            started.start();
        } catch (Throwable e) {
            thread = null;
            pending.remove(first);
            throw e;
        }
    }

    /** Cancels a task. It wakes an idle thread that would sleep for long, at most once per second. */
    private synchronized void cancel(Deadline deadline) {
        if (pending.remove(deadline) && pending.isEmpty() && wakesAt - System.nanoTime() > IDLE_NANOS) {
            notifyAll();
        }
    }

    private void run() {
        for (var task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (Throwable e) {
                // A task reports its failures itself. The other tasks must run on time.
            }
        }
    }

    /** Sleeps until a task is due. {@return the task; null if the thread must end} */
    private synchronized @Nullable Runnable next() {
        boolean idle = false;
        while (true) {
            long now = System.nanoTime();
            if (!pending.isEmpty()) {
                idle = false;
                wakesAt = pending.first().due;
            } else if (!idle) {
                idle = true;
                wakesAt = now + IDLE_NANOS;
            }
            if (wakesAt - now > 0) {
                sleep(wakesAt - now);
                continue;
            }
            var due = pending.pollFirst();
            if (due == null) {
                thread = null;
                return null;
            }
            return due.task;
        }
    }

    /** Sleeps. An interrupt has no meaning for this thread: it checks the deadlines and sleeps again. */
    @GuardedBy("this")
    @SuppressWarnings("WaitNotInLoop") // it is called in one
    private void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException e) {
            Thread.interrupted();
        }
    }
}
