package io.raftelection.internal;

import io.raftelection.spi.Timer.Cancellable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Records when the timer of a tracker runs a task much later than it was due: then this JVM, or its timer's thread, did
 * not run. It ends when the tracker is closed or was garbage collected, or when its timer throws.
 */
final class StallWatch implements Runnable, AutoCloseable {
    private final WeakReference<TrackedCluster> cluster;
    private final ClusterTime time;
    private final Duration period;
    private final long shortest;

    /** When the next task is due. Each task follows the one before. */
    private volatile long due;

    private volatile @Nullable Cancellable task;
    private volatile boolean closed;

    StallWatch(TrackedCluster cluster, ClusterTime time, Duration shortest) {
        this.cluster = new WeakReference<>(cluster);
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
        var present = cluster.get();
        if (present == null || closed) {
            return;
        }
        if (time.now() - due >= shortest) {
            present.stalled(due);
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
