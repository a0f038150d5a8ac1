package io.raftelection.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Where foreign code runs: on the user's executor, or on threads that all trackers share. Every task runs exactly once,
 * whatever the user's executor does: what it rejects, drops or does not begin in time runs on a shared thread. No
 * method throws.
 */
final class Callbacks {
    private final String name;
    private final Logger logger;
    private final @Nullable Executor users;
    private final @Nullable HandOvers handOvers;

    Callbacks(String name, Logger logger, Optional<Executor> users) {
        this.name = name;
        this.logger = logger;
        this.users = users.orElse(null);
        this.handOvers = users.isEmpty() ? null : new HandOvers(SharedThreads.TIMER, this::offerAgain, this::takeOver);
    }

    /** Runs callbacks. */
    void execute(Runnable task) {
        execute(task, SharedThreads.CALLBACKS);
    }

    /** Runs a poll, which may block for long. */
    void poll(Runnable task) {
        execute(() -> guard(task), SharedThreads.UNBOUNDED);
    }

    /** Tries again what failed for want of a thread. Cheap where nothing did. */
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
        if (SharedThreads.TIMER.isCurrentThread()) { // the user's executor may run it at once, or block
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
     * Offers to the user's executor what it may have dropped. If it refuses this time, it may have no room because it
     * has the first offer still; unless it has terminated.
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
                // There will be another offer, and in the end it is taken over.
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

    /** Runs foreign code, whatever it throws. */
    void guard(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            warn("a callback threw", e);
        }
    }

    /** Logs a warning, on the calling thread. A logger that throws is not listened to. */
    void warn(String what, @Nullable Throwable e) {
        try {
            logger.log(Level.WARNING, "tracker " + name + ": " + what, e);
        } catch (Throwable ignored) {
            // There is nobody left to tell, and those who wait behind this task must not pay for it.
        }
    }
}
