package io.raftelection.microraft;

import io.microraft.executor.RaftNodeExecutor;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * What runs one server, and can be made not to: what it has to do then waits, in order. All but {@link #execute} and
 * its like is to be called on the thread that runs the server.
 */
final class Pausable implements RaftNodeExecutor {
    private final RaftNodeExecutor executor;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean paused;

    Pausable(RaftNodeExecutor executor) {
        this.executor = executor;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        while (!paused && !held.isEmpty()) {
            held.remove().run();
        }
    }

    private void run(Runnable task) {
        if (paused) {
            held.add(task);
        } else {
            task.run();
        }
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(() -> run(task));
    }

    @Override
    public void submit(Runnable task) {
        executor.submit(() -> run(task));
    }

    @Override
    public void schedule(Runnable task, long delay, TimeUnit unit) {
        executor.schedule(() -> run(task), delay, unit);
    }
}
