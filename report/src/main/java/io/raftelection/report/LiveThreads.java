package io.raftelection.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks that may block on a connection. There are two threads while there is work; if all are blocked and a task
 * waits, more are added up to a limit. A task that takes too long is interrupted, which closes its connection.
 */
final class LiveThreads implements Executor {
    private static final int USUAL = 2;
    private static final int MORE = 4;
    private static final long TICK_MILLIS = 50;
    private static final long IDLE_MILLIS = 1_000;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    /** How long a request may take to arrive while all threads are busy and another one waits. */
    private static final long PRESSED = TimeUnit.MILLISECONDS.toNanos(100);

    private final String name;
    private final int most;
    private final boolean impatient;
    private final LiveThread thread;

    @GuardedBy("this")
    private final Deque<Runnable> queue = new ArrayDeque<>();

    @GuardedBy("this")
    private final Set<Worker> workers = new LinkedHashSet<>();

    @GuardedBy("this")
    private boolean ticking;

    @GuardedBy("this")
    private boolean closed;

    /**
     * Creates one without threads.
     *
     * @param most the largest number of threads
     * @param impatient whether a task that has not {@link #arrived} is interrupted early if others wait for its thread
     * @param thread looks after the tasks while there are any
     */
    LiveThreads(String name, int most, boolean impatient, LiveThread thread) {
        this.name = name;
        this.most = most;
        this.impatient = impatient;
        this.thread = thread;
    }

    /** A thread, and what it does now; that is guarded by the pool. */
    private final class Worker extends Thread {
        private boolean isWorking;
        private boolean hasArrived;

        /** The start of the present task. */
        private long since;

        private Worker() {
            super(null, null, name, 0, false);
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                for (var task = next(this); task != null; task = next(this)) {
                    run(task);
                }
            } finally {
                forget(this);
            }
        }

        /** An exception costs its connection only. */
        private void run(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException e) {
                System.getLogger("io.raftelection").log(Level.WARNING, "live page: " + e, e);
            }
        }
    }

    private synchronized void forget(Worker worker) {
        workers.remove(worker);
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (closed) {
                throw new RejectedExecutionException(name + ": is closed");
            }
            queue.addLast(task);
            if (workers.stream().noneMatch(worker -> !worker.isWorking) && workers.size() < Math.min(USUAL, most)) {
                start();
            } else {
                notify();
            }
            tickLater();
        }
    }

    /** If no thread can be started, the next tick tries again. */
    @GuardedBy("this")
    private void start() {
        var worker = new Worker();
        worker.isWorking = true;
        worker.since = System.nanoTime();
        try {
            worker.start();
            workers.add(worker);
        } catch (OutOfMemoryError e) {
            // The task waits.
        }
    }

    private synchronized @Nullable Runnable next(Worker worker) {
        worker.isWorking = false;
        worker.hasArrived = false;
        Thread.interrupted(); // it was meant for the task before
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
        while (queue.isEmpty() && !closed) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                break;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                // It was meant for a task, or the pool is closed.
            }
        }
        var task = closed ? null : queue.pollFirst();
        if (task == null) {
            forget(worker);
            return null;
        }
        worker.isWorking = true;
        worker.since = System.nanoTime();
        return task;
    }

    /** Says that the request of the present task has arrived, so that only the long patience applies. */
    void arrived() {
        if (Thread.currentThread() instanceof Worker worker) {
            synchronized (this) {
                worker.hasArrived = true;
            }
        }
    }

    @GuardedBy("this")
    private void tickLater() {
        if (!ticking && !closed) {
            ticking = true;
            thread.later(this::tick, TICK_MILLIS);
        }
    }

    private synchronized void tick() {
        ticking = false;
        long now = System.nanoTime();
        boolean isPressed = !queue.isEmpty() && workers.stream().allMatch(worker -> isStuck(worker, now));
        for (int i = 0; isPressed && i < MORE && workers.size() < most; i++) {
            start();
        }
        boolean isFull = impatient && isPressed && workers.size() >= most;
        for (var worker : workers) {
            long passed = now - worker.since;
            if (worker.isWorking && (passed > PATIENCE || (isFull && !worker.hasArrived && passed > PRESSED))) {
                worker.interrupt();
            }
        }
        if (isBusy()) {
            tickLater();
        }
    }

    /** Whether a thread has been at its task since the last tick. A thread that only waits for a processor goes on. */
    private static boolean isStuck(Worker worker, long now) {
        return worker.isWorking && now - worker.since > TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS) / 2;
    }

    /** {@return whether a task waits or runs} */
    synchronized boolean isBusy() {
        return !queue.isEmpty() || workers.stream().anyMatch(worker -> worker.isWorking);
    }

    /** Ends all threads. Tasks that wait are forgotten. */
    synchronized void close() {
        closed = true;
        queue.clear();
        workers.forEach(Thread::interrupt);
        notifyAll();
    }
}
