package io.raftelection.microraft.testing;

import io.microraft.executor.RaftNodeExecutor;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One server's share of the event loop. While it is paused, all tasks of the server wait, also those that are due by
 * time. Its fields belong to the loop's thread.
 */
final class PausableExecutor implements RaftNodeExecutor {
    private final EventLoop loop;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean paused;

    PausableExecutor(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> take(task));
    }

    @Override
    public void submit(Runnable task) {
        execute(task);
    }

    @Override
    public void schedule(Runnable task, long delay, TimeUnit unit) {
        loop.schedule(() -> take(task), delay, unit);
    }

    private void take(Runnable task) {
        if (paused) {
            waiting.add(task);
        } else {
            task.run();
        }
    }

    /** {@return a future that completes when the server runs no more tasks} */
    CompletableFuture<?> pause() {
        return CompletableFuture.runAsync(() -> paused = true, loop::execute);
    }

    /** Runs the waiting tasks in order, before any other task of the server. */
    void resume() {
        loop.execute(() -> {
            paused = false;
            for (var task = waiting.poll(); task != null; task = waiting.poll()) {
                EventLoop.run(task);
            }
        });
    }

    /** Drops the waiting tasks, because the server has ended. */
    void clear() {
        loop.execute(() -> {
            paused = false;
            waiting.clear();
        });
    }
}
