package io.raftelection.internal;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The most recent items up to a limit, and a count of the items that were dropped. Its owner guards it. */
final class BoundedBuffer<T> {
    /** Null until the first item: in a large process, most trackers record nothing for hours. */
    private @Nullable ArrayDeque<T> kept;

    private final int limit;
    private long dropped;

    BoundedBuffer(int limit) {
        this.limit = limit;
    }

    void add(T item) {
        if (kept == null) {
            kept = new ArrayDeque<>();
        }
        kept.addLast(item);
        if (kept.size() > limit) {
            kept.removeFirst();
            dropped++;
        }
    }

    List<T> list() {
        return kept == null ? List.of() : List.copyOf(kept);
    }

    long dropped() {
        return dropped;
    }
}
