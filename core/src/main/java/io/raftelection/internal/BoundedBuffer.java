package io.raftelection.internal;

import java.util.ArrayDeque;
import java.util.List;

/** The most recent items up to a limit, and a count of the items that were dropped. Its owner guards it. */
final class BoundedBuffer<T> {
    private final ArrayDeque<T> kept = new ArrayDeque<>();
    private final int limit;
    private long dropped;

    BoundedBuffer(int limit) {
        this.limit = limit;
    }

    void add(T item) {
        kept.addLast(item);
        if (kept.size() > limit) {
            kept.removeFirst();
            dropped++;
        }
    }

    List<T> list() {
        return List.copyOf(kept);
    }

    long dropped() {
        return dropped;
    }
}
