package io.raftelection.testing;

import io.raftelection.testing.spi.CommandCounter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Counts what one server's state machine did since the server was started. */
final class ServerCounter implements CommandCounter {
    private final AtomicLong commands = new AtomicLong();
    private final AtomicLong snapshots = new AtomicLong();
    private final AtomicLong restores = new AtomicLong();
    private final LongConsumer applied;

    /** Passes the number of commands on each time that a command was applied. */
    ServerCounter(LongConsumer applied) {
        this.applied = applied;
    }

    Counts counts() {
        return new Counts(commands.get(), snapshots.get(), restores.get());
    }

    @Override
    public void applied() {
        applied.accept(commands.incrementAndGet());
    }

    @Override
    public void snapshotTaken() {
        snapshots.incrementAndGet();
    }

    @Override
    public void restored() {
        restores.incrementAndGet();
    }
}
