package io.raftelection.microraft.testing;

import io.microraft.executor.RaftNodeExecutor;
import io.raftelection.spi.ManualTime;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** Runs servers in manual time, on the thread that advances it. Their exceptions reach that thread. */
record VirtualTime(ManualTime time) implements RaftNodeExecutor {
    /** MicroRaft assumes that it received its last heartbeat at moment zero. */
    private static final Duration LONG_AFTER_ZERO = Duration.ofDays(1);

    Clock clock() {
        return Clock.offset(time.withZone(ZoneOffset.UTC), LONG_AFTER_ZERO);
    }

    @Override
    public void execute(Runnable task) {
        time.schedule(Duration.ZERO, task);
    }

    @Override
    public void submit(Runnable task) {
        execute(task);
    }

    @Override
    public void schedule(Runnable task, long delay, TimeUnit unit) {
        time.schedule(Duration.ofNanos(unit.toNanos(delay)), task);
    }
}
