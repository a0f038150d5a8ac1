package io.raftelection.microraft.testing;

import io.microraft.executor.RaftNodeExecutor;
import io.raftelection.testing.spi.Uninterruptibly;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that runs all servers of a cluster, in real time. It runs ready tasks before due timers, so an
 * undisturbed election ends before any timer. MicroRaft does not cancel the timers of past elections and transfers, and
 * such a timer would disturb a later one; decision 15 explains this.
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

    /**
     * Drops the remaining tasks, ends the thread, and waits until it has ended. It may be called any number of times.
     */
    @Override
    public void close() {
        thread.shutdownNow();
        Uninterruptibly.await(() -> {
            while (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                LOGGER.log(Level.WARNING, "a task of MicroRaft does not end");
            }
        });
    }
}
