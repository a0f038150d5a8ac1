package io.raftelection.internal;

import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Runs foreign code, on the user's executor or on threads that all trackers share. Every task runs exactly once,
 * whatever the user's executor does: a task that it rejects, drops or does not start in time runs on a shared thread.
 * No method throws.
 */
final class CallbackExecutor {
    private final Settings settings;
    private final @Nullable Executor users;
    private final @Nullable HandOvers handOvers;

    CallbackExecutor(Settings settings) {
        this.settings = settings;
        this.users = settings.executor().orElse(null);
        this.handOvers = users == null ? null : new HandOvers(SharedThreads.TIMER, this::offerAgain, this::takeOver);
    }

    /** Runs a callback. */
    void execute(Runnable task) {
        execute(task, SharedThreads.CALLBACKS);
    }

    /** Runs a poll, which may block for a long time. */
    void poll(Runnable task) {
        execute(() -> guard(task), SharedThreads.UNBOUNDED);
    }

    /** Retries tasks for which no thread could be started. Cheap if there is none. */
    void retry() {
        SharedThreads.CALLBACKS.retry();
        SharedThreads.UNBOUNDED.retry();
        if (handOvers != null) {
            handOvers.retry();
        }
    }

    private void execute(Runnable task, Workers own) {
        if (users == null) {
            own.execute(task);
            return;
        }
        var handOver = new HandOver(task, own);
        if (SharedThreads.TIMER.isCurrentThread()) { // the user's executor may run the task in this call, or block
            SharedThreads.UNBOUNDED.execute(() -> offer(handOver));
        } else {
            offer(handOver);
        }
    }

    private void offer(HandOver handOver) {
        try {
            Objects.requireNonNull(users).execute(handOver);
        } catch (Throwable e) {
            runOnOwn(handOver, "its executor refused a callback", e);
            return;
        }
        if (!handOver.hasBegun()) {
            Objects.requireNonNull(handOvers).add(handOver);
        }
    }

    /**
     * Offers a task again that the user's executor may have dropped. A rejection is ignored: the executor may have no
     * room because it still holds the first offer. A terminated executor, however, runs nothing any more.
     */
    private void offerAgain(HandOver handOver) {
        SharedThreads.UNBOUNDED.execute(() -> {
            try {
                if (users instanceof ExecutorService service && service.isTerminated()) {
                    runOnOwn(handOver, "its executor terminated and dropped a callback", null);
                } else {
                    Objects.requireNonNull(users).execute(handOver);
                }
            } catch (Throwable e) {
                // Another offer follows, and in the end a shared thread runs the task.
            }
        });
    }

    private void takeOver(HandOver handOver) {
        runOnOwn(handOver, "its executor did not begin a callback within 10 s", null);
    }

    private void runOnOwn(HandOver handOver, String why, @Nullable Throwable e) {
        handOver.own().execute(() -> {
            if (!handOver.hasBegun()) {
                warn(why + ", which runs on a thread of the tracker", e);
                handOver.run();
            }
        });
    }

    /** Runs foreign code and logs what it throws. */
    void guard(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            warn("a callback threw", e);
        }
    }

    /** Logs a warning, on the executor. */
    void warnSoon(String what, Throwable e) {
        execute(() -> warn(what, e));
    }

    /** Logs a warning, on the calling thread. Exceptions of the logger are ignored. */
    void warn(String what, @Nullable Throwable e) {
        try {
            settings.logger().log(Level.WARNING, "tracker " + settings.name() + ": " + what, e);
        } catch (Throwable ignored) {
            // The exception cannot be reported anywhere, and the tasks that follow must run.
        }
    }
}
