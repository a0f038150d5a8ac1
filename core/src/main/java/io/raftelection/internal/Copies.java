package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The pending futures of one result. A future that completes before the result, for example because its user cancelled
 * it, is removed at once: a dependent of a shared {@link CompletableFuture} would stay until the result.
 */
final class Copies<T> {

    @GuardedBy("this")
    private @Nullable Set<CompletableFuture<T>> pending;

    /** Creates a pending future. */
    CompletableFuture<T> add() {
        var copy = new CompletableFuture<T>();
        synchronized (this) {
            if (pending == null) {
                pending = new LinkedHashSet<>(2);
            }
            pending.add(copy);
        }
        var unused = copy.whenComplete((value, failure) -> remove(copy));
        return copy;
    }

    @SuppressWarnings("CollectionUndefinedEquality") // futures are compared by identity, as intended
    private synchronized void remove(CompletableFuture<T> copy) {
        if (pending != null) {
            pending.remove(copy);
            if (pending.isEmpty()) {
                pending = null; // an empty set keeps its table
            }
        }
    }

    /** Returns the pending futures in the order of their creation, and forgets them. */
    synchronized List<CompletableFuture<T>> take() {
        var taken = pending == null ? List.<CompletableFuture<T>>of() : List.copyOf(pending);
        pending = null;
        return taken;
    }

    synchronized int size() {
        return pending == null ? 0 : pending.size();
    }
}
