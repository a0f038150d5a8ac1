package io.raftelection.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, turned into an interrupt of the thread that plays: it ends the story, and the process goes on until the
 * summary is printed and everything is closed, or 30 seconds are over.
 */
final class Interruption {
    private static final long PATIENCE_SECONDS = 30;

    private final Thread player = Thread.currentThread();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean happened;
    private volatile boolean ended;
    private volatile int exitCode;

    /** What is played, with an exit code. */
    interface Play {
        int run(Interruption interruption) throws Exception;
    }

    int during(Play play) throws Exception {
        var hook = new Thread(this::stop, "raft-election-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            exitCode = play.run(this);
            return exitCode;
        } finally {
            finished.countDown();
            forget(hook);
        }
    }

    /**
     * Where the process is ending already, leaves that to its signal: a late exit might overtake it with its own code.
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
                player.interrupt();
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

    /** Whether Ctrl-C was typed. */
    boolean happened() {
        return happened;
    }

    /** Ends the time in which the player may be interrupted, on the player's thread. */
    synchronized void end() {
        ended = true;
        happened |= Thread.interrupted();
    }
}
