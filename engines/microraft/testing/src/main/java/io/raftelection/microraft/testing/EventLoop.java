package io.raftelection.microraft.testing;

import io.microraft.executor.RaftNodeExecutor;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that runs all servers of a cluster, in real time. What can be done at once is done before what is due
 * by time: an election that nobody disturbs is over before any timer. MicroRaft leaves the timers of past elections and
 * hand-overs running, and one of them that met a later one would spoil it; decision 15 says why.
 */
final class EventLoop implements RaftNodeExecutor, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(EventLoop.class.getName());

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, EventLoop::daemon);
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "raft-election-microraft");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable task) {
        ready.add(task);
        thread.execute(this::drain);
    }

    @Override
    public void submit(Runnable task) {
        execute(task);
    }

    @Override
    public void schedule(Runnable task, long delay, TimeUnit unit) {
        var unused = thread.schedule(
                () -> {
                    drain();
                    run(task);
                    drain();
                },
                delay,
                unit);
    }

    private void drain() {
        for (var task = ready.poll(); task != null; task = ready.poll()) {
            run(task);
        }
    }

    static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.WARNING, "a task of MicroRaft threw", e);
        }
    }

    /** Ends the thread, drops what is left to do, and waits until it has ended. Any number of times. */
    @Override
    public void close() {
        thread.shutdownNow();
        boolean interrupted = false;
        while (!thread.isTerminated()) {
            try {
                boolean unused = thread.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
