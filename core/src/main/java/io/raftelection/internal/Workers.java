package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Daemon threads that run tasks in the order in which they were added. A thread ends when it was idle for a second.
 *
 * <p>There are usually a few threads. If all of them are busy and no task was started for 100 ms, one thread is added,
 * up to a limit. So a task that blocks occupies a thread and delays the others, but does not stop them.
 *
 * <p>{@link #execute} never throws and never drops a task. If no thread can be started, the task stays in the queue,
 * and the timer tries again every 100 ms. If the timer's thread cannot be started either, the next {@link #execute} or
 * {@link #retry} tries again.
 */
final class Workers {
    private static final Duration STALL = Duration.ofMillis(100);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final int usual;
    private final int most;
    private final SystemTimer timer;

    @GuardedBy("this")
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    /** How many threads run or are being started. */
    @GuardedBy("this")
    private int threads;

    /** How many of them are idle, or are being started and will take a task. */
    @GuardedBy("this")
    private int free;

    /** How many tasks were started. */
    @GuardedBy("this")
    private long begun;

    /** Whether the timer will check for a stall, and how many tasks had been started when it was scheduled. */
    @GuardedBy("this")
    private boolean watched;

    @GuardedBy("this")
    private long begunBefore;

    /** Whether a task waits and no check could be scheduled. Written under the lock, read without it. */
    private volatile boolean stuck;

    /**
     * Creates a pool without a thread.
     *
     * @param usual how many threads are started as soon as there is work
     * @param most how many there are at most
     */
    Workers(String name, int usual, int most, SystemTimer timer) {
        this.name = name;
        this.usual = usual;
        this.most = most;
        this.timer = timer;
    }

    /** Runs a task later. */
    void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
            notify();
        }
        supply();
    }

    /** Starts a thread for the waiting tasks again if that failed. Takes no lock otherwise. */
    void retry() {
        if (stuck) {
            supply();
        }
    }

    private void supply() {
        boolean more;
        synchronized (this) {
            more = threads < usual && reserve();
        }
        if (more) {
            start();
        }
        watch();
    }

    /** Counts one more thread if a task would have to wait for a busy one. */
    @GuardedBy("this")
    private boolean reserve() {
        if (waiting.size() <= free) {
            return false;
        }
        threads++;
        free++;
        return true;
    }

    /** Starts a thread, without the lock since that takes some time. */
    private void start() {
        try {
            Daemon.thread(name, this::work).start();
        } catch (Throwable e) {
            synchronized (this) { // the tasks wait for another thread, or for the next check
                threads--;
                free--;
            }
        }
    }

    /** Schedules a check if a task waits and no thread is free. */
    private void watch() {
        synchronized (this) {
            if (watched || waiting.size() <= free) {
                return;
            }
            watched = true;
            stuck = false;
            begunBefore = begun;
        }
        try {
            timer.schedule(STALL, this::check);
        } catch (Throwable e) {
            synchronized (this) {
                watched = false;
                stuck = true;
            }
        }
    }

    /** Adds a thread if there is no progress. Runs on the timer's thread. */
    private void check() {
        boolean more;
        synchronized (this) {
            watched = false;
            more = (threads < usual || begun == begunBefore) && threads < most && reserve();
        }
        if (more) {
            start();
        }
        watch();
    }

    private void work() {
        for (var task = next(false); task != null; task = next(true)) {
            try {
                task.run();
            } catch (Throwable e) {
                // A task reports its failures itself. The thread must run other tasks.
            }
            Thread.interrupted();
        }
    }

    /** Waits for a task. {@return the task; null if the thread must end} */
    private synchronized @Nullable Runnable next(boolean wasBusy) {
        if (wasBusy) {
            free++;
        }
        long until = timer.nanoTime() + IDLE_NANOS;
        while (waiting.isEmpty()) {
            long left = until - timer.nanoTime();
            if (left <= 0) {
                threads--;
                free--;
                return null;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.interrupted(); // the interrupt was meant for a task that has ended
            }
        }
        free--;
        begun++;
        return waiting.poll();
    }
}
