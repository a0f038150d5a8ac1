package io.raftelection.report;

import java.lang.System.Logger.Level;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The thread of a page, which never blocks: it makes the messages and looks after the threads that write them. */
final class LiveThread implements Executor {
    private final ScheduledThreadPoolExecutor thread;

    LiveThread(String name) {
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            var made = new Thread(null, task, name, 0, false);
            made.setDaemon(true);
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.prestartAllCoreThreads();
    }

    /**
     * Runs a task soon.
     *
     * @throws RejectedExecutionException if the page is closed
     */
    @Override
    public void execute(Runnable task) {
        thread.execute(guarded(task));
    }

    /** Runs a task later, or not at all if the page is closed by then. */
    void later(Runnable task, long millis) {
        try {
            var unused = thread.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The page is closed.
        }
    }

    /** Runs a task again and again. */
    void every(Runnable task, long millis) {
        var unused = thread.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                System.getLogger("io.raftelection").log(Level.WARNING, "live page: " + e, e);
            } catch (Error e) {
                // The executor would keep it for itself.
                var thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
                throw e;
            }
        };
    }

    /** Runs a last task, waits for it for some time, and ends the thread. An interrupt ends only the wait. */
    void end(Callable<?> last, long millis) {
        try {
            thread.submit(last).get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The streams end without the last events, which a page asks for when it comes back.
        }
        thread.shutdownNow();
    }
}
