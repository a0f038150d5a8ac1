package io.raftelection.internal;

import io.raftelection.spi.Timer.Cancellable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Records when the timer of a tracker runs a task much later than it was due: then this JVM, or its timer's thread, did
 * not run. It ends when the tracker is closed, when all that can change its history was garbage collected, or when its
 * timer throws.
 */
final class StallWatch implements Runnable, AutoCloseable {
    private final WeakReference<SynchronizedLedger> ledger;
    private final ClusterTime time;
    private final Duration period;
    private final long shortest;

    /** When the next task is due. Each task follows the one before. */
    private volatile long due;

    private volatile @Nullable Cancellable task;
    private volatile boolean closed;

    StallWatch(SynchronizedLedger ledger, ClusterTime time, Duration shortest) {
        this.ledger = new WeakReference<>(ledger);
        this.time = time;
        this.period = shortest.dividedBy(2);
        this.shortest = shortest.toNanos();
    }

    /** Starts to watch. {@return this} */
    StallWatch begun() {
        due = time.now() + period.toNanos();
        var next = scheduled();
        task = next;
        if (closed && next != null) { // meanwhile
            next.cancel();
        }
        return this;
    }

    private @Nullable Cancellable scheduled() {
        try {
            return time.schedule(period, this);
        } catch (RuntimeException | Error e) {
            return null; // without a timer, there are no stalls to see
        }
    }

    /** Runs on the timer's thread. */
    @Override
    public void run() {
        var present = ledger.get();
        if (present == null || closed) {
            return;
        }
        long from = due;
        if (time.now() - from >= shortest) {
            present.change((open, at) -> {
                open.journal.stalled(from);
                return true;
            });
        }
        begun();
    }

    @Override
    public void close() {
        closed = true;
        var next = task;
        if (next != null) {
            next.cancel();
        }
    }
}
