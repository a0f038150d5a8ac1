package io.raftelection;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs two actions on two threads at the same moment, repeatedly. */
final class Race implements AutoCloseable {
    static final int ROUNDS = 20_000;

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final CyclicBarrier start = new CyclicBarrier(2);

    /** One side of a race. */
    interface Side {
        void go() throws Exception;
    }

    /** Runs one side on this thread and the other on another thread. Returns when both have ended. */
    void run(Side here, Side there) throws Exception {
        var result = other.submit(() -> {
            start.await();
            there.go();
            return null;
        });
        start.await();
        here.go();
        result.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        other.shutdownNow();
    }
}
