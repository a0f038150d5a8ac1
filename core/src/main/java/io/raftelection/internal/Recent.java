package io.raftelection.internal;

import java.util.ArrayDeque;
import java.util.List;

/** The latest of many things, up to a limit, and a count of those that had to go. Guarded by whoever owns it. */
final class Recent<T> {
    private final ArrayDeque<T> kept = new ArrayDeque<>(0);
    private final int limit;
    private long dropped;

    Recent(int limit) {
        this.limit = limit;
    }

    void add(T thing) {
        kept.addLast(thing);
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
