package io.raftelection.benchmarks;

import java.util.concurrent.FutureTask;

/** A condition that a thread can wait for. */
interface Wait {

    /** Blocks until the condition is true. */
    void untilIt() throws Exception;

    /** {@return the {@link System#nanoTime()} at which a new thread detects the condition} */
    default FutureTask<Long> start() {
        var known = new FutureTask<>(() -> {
            untilIt();
            return System.nanoTime();
        });
        var thread = new Thread(known, "waiter");
        thread.setDaemon(true);
        thread.start();
        return known;
    }
}
