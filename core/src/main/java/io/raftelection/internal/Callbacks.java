package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where foreign code runs: on the user's executor, or on daemon threads of its own that exist only while there is work.
 * Nothing is lost: what the user's executor rejects runs on one of these.
 */
final class Callbacks implements Executor, AutoCloseable {
    /** How long an idle thread waits for more work. */
    private static final long KEEP_ALIVE_MILLIS = 1_000;

    private final String name;
    private final Logger logger;
    private final Optional<Executor> users;

    @GuardedBy("this")
    private @Nullable ThreadPoolExecutor own;

    @GuardedBy("this")
    private boolean closed;

    Callbacks(String name, Logger logger, Optional<Executor> users) {
        this.name = name;
        this.logger = logger;
        this.users = users;
    }

    @Override
    public void execute(Runnable task) {
        if (users.isEmpty()) {
            own().execute(task);
            return;
        }
        try {
            users.get().execute(task);
        } catch (RuntimeException e) {
            own().execute(() -> {
                warn("its executor refused a callback, which runs on a thread of the tracker", e);
                task.run();
            });
        }
    }

    /** Runs foreign code, whatever it throws. */
    void guard(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            warn("a callback threw", e);
        }
    }

    private void warn(String what, Throwable e) {
        logger.log(Level.WARNING, "tracker " + name + ": " + what, e);
    }

    /** Lets the idle threads end now, and the busy ones with their work. What is still to come is run all the same. */
    @Override
    public synchronized void close() {
        closed = true;
        if (own != null) {
            own.setKeepAliveTime(0, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized ThreadPoolExecutor own() {
        if (own == null) {
            own = new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    closed ? 0 : KEEP_ALIVE_MILLIS,
                    TimeUnit.MILLISECONDS,
                    new SynchronousQueue<>(),
                    task -> Daemon.thread("raft-election-callbacks " + name, task));
        }
        return own;
    }
}
