package io.raftelection.benchmarks;

import io.raftelection.spi.Timer;
import java.time.Duration;
import java.util.function.BiFunction;

/** A timer of a user, in real time. */
record UserTimer(BiFunction<Duration, Runnable, Timer.Cancellable> scheduler) implements Timer {
    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return scheduler.apply(delay, task);
    }
}
