package io.raftelection.internal;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest of many things, up to a limit, and a count of those that had to go. Guarded by whoever owns it. */
final class Recent<T> {
    /** None before the first: most trackers of a large process hear nothing for hours. */
    private @Nullable ArrayDeque<T> kept;

    private final int limit;
    private long dropped;

    Recent(int limit) {
        this.limit = limit;
    }

    void add(T thing) {
        if (kept == null) {
            kept = new ArrayDeque<>();
        }
        kept.addLast(thing);
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
