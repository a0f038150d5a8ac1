package io.raftelection.benchmarks;

import java.util.concurrent.FutureTask;

/** Something that a thread can wait for. */
interface Wait {

    /** Returns when it has happened. */
    void untilIt() throws Exception;

    /** {@return when a thread that starts now came to know of it, by {@link System#nanoTime()}} */
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
