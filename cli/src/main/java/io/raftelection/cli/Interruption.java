package io.raftelection.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into an interrupt of the thread that runs the demo. The demo ends, and the process continues until the
 * summary is printed and everything is closed, for at most 30 seconds.
 */
final class Interruption {
    private static final long PATIENCE_SECONDS = 30;

    private final Thread runner = Thread.currentThread();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean happened;
    private volatile boolean ended;
    private volatile int exitCode;

    /** The task to run; it returns an exit code. */
    interface Task {
        int run(Interruption interruption) throws Exception;
    }

    int during(Task task) throws Exception {
        var hook = new Thread(this::stop, "raft-election-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            exitCode = task.run(this);
            return exitCode;
        } finally {
            finished.countDown();
            forget(hook);
        }
    }

    /**
     * Removes the hook. If the process is already ending, this method never returns: a later call of exit could replace
     * the exit code of the signal.
     */
    private static void forget(Thread hook) throws InterruptedException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            Thread.currentThread().join();
        }
    }

    private void stop() {
        happened = true;
        synchronized (this) {
            if (!ended) {
                runner.interrupt();
            }
        }
        try {
            boolean inTime = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (inTime && exitCode == RaftElection.UNSAFE) {
                Runtime.getRuntime().halt(ExitGuard.processCode(exitCode));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return whether the user pressed Ctrl-C or the process received SIGTERM} */
    boolean happened() {
        return happened;
    }

    /** Ends the period in which Ctrl-C interrupts the runner. Call it on the runner's thread. */
    synchronized void end() {
        ended = true;
        happened |= Thread.interrupted();
    }
}
