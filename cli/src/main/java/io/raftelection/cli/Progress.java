package io.raftelection.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows what the command waits for and the time that has passed. */
final class Progress implements AutoCloseable {
    private final Screen screen;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();

    Progress(Screen screen) {
        this.screen = screen;
    }

    /** An operation that blocks. */
    interface Wait<T> {
        T until() throws Exception;
    }

    <T> T during(String what, Wait<T> wait) throws Exception {
        long start = System.nanoTime();
        var ticks = ticker.scheduleAtFixedRate(
                () -> screen.waiting("  waiting for " + what + ", " + tenths(start)), 100, 100, TimeUnit.MILLISECONDS);
        try {
            return wait.until();
        } finally {
            ticks.cancel(false);
            screen.done();
        }
    }

    private static String tenths(long start) {
        var passed = Duration.ofNanos(System.nanoTime() - start);
        return passed.toSeconds() + "." + passed.toMillisPart() / 100 + "s";
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        screen.done();
    }
}
