package io.raftelection.internal;

import io.raftelection.Fact;
import io.raftelection.ServerId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The facts that have begun and not ended, in the order of their begin. Their number is limited. Not thread-safe. */
public final class OpenFacts {
    /** How many can be open. A test cluster has at most a few hundred. */
    static final int MAX = 1_024;

    private final Map<Key, Fact> open;

    private record Key(Fact.Kind kind, Optional<ServerId> server, String detail) {}

    /** Creates one without facts. */
    public OpenFacts() {
        open = new LinkedHashMap<>();
    }

    /**
     * Copies another one.
     *
     * @param other the other one
     */
    public OpenFacts(OpenFacts other) {
        open = new LinkedHashMap<>(other.open);
    }

    /**
     * Begins or ends a fact. A fact that is open already does not begin again.
     *
     * @param fact the begin or the end
     * @return whether the begin was new, or the end had a begin
     */
    public boolean on(Fact fact) {
        var key = new Key(fact.kind(), fact.server(), key(fact));
        if (fact.isOver()) {
            return open.remove(key) != null;
        }
        return open.size() < MAX && open.putIfAbsent(key, fact) == null;
    }

    /** Only links that are cut are told apart by their words. */
    private static String key(Fact fact) {
        return key(fact.kind(), fact.detail());
    }

    private static String key(Fact.Kind kind, String detail) {
        return kind == Fact.Kind.CUT ? detail : "";
    }

    /** Returns the begin of an open fact; null if it is not open. */
    @Nullable
    Fact begin(Fact.Kind kind, ServerId server, String detail) {
        return open.get(new Key(kind, Optional.of(server), key(kind, detail)));
    }

    /** Whether there is room for one more. */
    boolean isFull() {
        return open.size() >= MAX;
    }

    /** {@return the latest open fact that a condition holds for; null if there is none} */
    public @Nullable Fact latest(Predicate<Fact> condition) {
        Fact latest = null;
        for (var fact : open.values()) {
            if (condition.test(fact)) {
                latest = fact;
            }
        }
        return latest;
    }

    /** {@return the begins of all open facts} */
    public Collection<Fact> all() {
        return open.values();
    }

    /** Forgets all. */
    public void clear() {
        open.clear();
    }
}
